package connectors

import (
	"fmt"
	"slices"
	"time"
)

// Timeline is a Current on fields of known types. The zero Timeline belongs to no Current.
type Timeline struct {
	Current
	from, to Type
}

// TimelineOf ties c to the types of its fields. Its error says which of them cannot hold a day, or Open.
func TimelineOf(c Current, from, to Type) (Timeline, error) {
	for _, end := range []struct {
		field string
		typ   Type
	}{{c.From, from}, {c.To, to}} {
		if _, ok := c.Format.value(end.typ, time.Time{}); !ok {
			return Timeline{}, fmt.Errorf("%s is of type %s and holds no days in this format", end.field, end.typ)
		}
	}
	var err error
	if c.Open, err = Convert(c.Open, to); err != nil {
		return Timeline{}, fmt.Errorf("%s cannot hold what stands for an open end: %w", c.To, err)
	}
	return Timeline{c, from, to}, nil
}

// Day is a Timeline seen from one day.
type Day struct {
	Timeline
	today time.Time
}

// At is the Timeline seen from the day of an instant.
func (t Timeline) At(at time.Time) Day { return Day{t, dayOf(at)} }

// InForce holds for the rows that are in force.
func (d Day) InForce() Predicate {
	going := Leaf{Field: d.To, Op: Ge, Value: d.value(d.to, 0)}
	if d.Until {
		going.Op = Gt
	}
	return And{Leaf{Field: d.From, Op: Lt, Value: d.value(d.from, 1)}, Or{Leaf{Field: d.To, Op: Eq}, going}}
}

// value is the day after so many others as a field of type t holds it.
func (d Day) value(t Type, after int) Value {
	v, _ := d.Format.value(t, d.today.AddDate(0, 0, after)) // TimelineOf has made sure that it does
	return v
}

// Span is from when to when a row is in force: what its From and To hold.
type Span struct{ From, To Value }

// Begun is the Span of a row that began yesterday and is open.
func (d Day) Begun() Span { return Span{From: d.value(d.from, -1), To: d.Open} }

func (d Day) inForce(s Span) bool {
	return Match(d.InForce(), Record{Fields: Fields{d.From: s.From, d.To: s.To}})
}

// Which is the row in force, -1 when there is none. Rows are in the order of their keys.
func (d Day) Which(rows []Span) int {
	return latest(rows, func(s Span) bool { return d.inForce(s) })
}

// latest is the row that began last among some, the first of several.
func latest(rows []Span, among func(Span) bool) int {
	found := -1
	for i, s := range rows {
		if !among(s) {
			continue
		}
		if found >= 0 {
			if order, ok := Compare(s.From, rows[found].From, ""); !ok || order <= 0 {
				continue
			}
		}
		found = i
	}
	return found
}

// Succession is what becomes of the rows of a Current join in one write.
type Succession struct {
	End  []int // rows whose To becomes Last
	Last Value
	// Row is where the fields are set, -1: nowhere. A New one begins today, and begins with what row Like holds (-1:
	// with nothing); another gets a new end where Goes says so.
	Row      int
	New      bool
	Like     int
	Goes     bool
	From, To Value
}

// End ends every row in force.
func (d Day) End(rows []Span) Succession {
	s := Succession{Row: -1, Like: -1, Last: d.last()}
	for i, r := range rows {
		if d.inForce(r) {
			s.End = append(s.End, i)
		}
	}
	return s
}

// Change changes the row in force.
func (d Day) Change(rows []Span, current int) Succession {
	if d.beginsToday(rows[current]) {
		return Succession{Row: current, Like: -1}
	}
	return Succession{End: []int{current}, Last: d.last(), Row: -1, New: true, Like: current,
		From: d.value(d.from, 0), To: rows[current].To}
}

// Begin begins a row where none is in force.
func (d Day) Begin(rows []Span) Succession {
	to := d.untilNext(rows)
	if today := slices.IndexFunc(rows, d.beginsToday); today >= 0 {
		return Succession{Row: today, Like: -1, Goes: true, To: to}
	}
	return Succession{Row: -1, New: true, Like: latest(rows, d.begunBefore), From: d.value(d.from, 0), To: to}
}

// last is the To of a row that is not in force today any more.
func (d Day) last() Value {
	if d.Until {
		return d.value(d.to, 0)
	}
	return d.value(d.to, -1)
}

func (d Day) beginsToday(s Span) bool { return d.begins(s, Ge, 0) && d.begins(s, Lt, 1) }
func (d Day) begunBefore(s Span) bool { return d.begins(s, Lt, 0) }

func (d Day) begins(s Span, op Op, after int) bool {
	return Match(Leaf{Field: d.From, Op: op, Value: d.value(d.from, after)}, Record{Fields: Fields{d.From: s.From}})
}

// untilNext is the To of a row that begins today: before the first of those that begin later, else open.
func (d Day) untilNext(rows []Span) Value {
	var next Value
	for _, s := range rows {
		if order, ok := Compare(s.From, next, ""); d.begins(s, Ge, 1) && (next == nil || ok && order < 0) {
			next = s.From
		}
	}
	first, ok := d.Format.day(next)
	if !ok {
		return d.Open
	}
	if !d.Until {
		first = first.AddDate(0, 0, -1)
	}
	to, _ := d.Format.value(d.to, first)
	return to
}
