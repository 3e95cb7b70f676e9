package connectors_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func day(d int) time.Time { return time.Date(2026, 5, d, 0, 0, 0, 0, time.UTC) }

func span(from, to int) connectors.Span {
	s := connectors.Span{From: day(from)}
	if to > 0 {
		s.To = day(to)
	}
	return s
}

// timelineOn is the fifth of May, in the afternoon, on columns of dates.
func timelineOn(t *testing.T, c connectors.Current, from, to connectors.Type) connectors.Day {
	t.Helper()
	c.From, c.To = "from", "to"
	line, err := connectors.TimelineOf(c, from, to)
	if err != nil {
		t.Fatal(err)
	}
	return line.At(day(5).Add(15 * time.Hour))
}

func TestTheRowInForceHasBegunAndNotEnded(t *testing.T) {
	cases := []struct {
		name             string
		rows             []connectors.Span
		inclusive, until int // the row in force where To is the last day, and where it is the first day after
	}{
		{"none of none", nil, -1, -1},
		{"one without an end", []connectors.Span{span(1, 0)}, 0, 0},
		{"one that begins today", []connectors.Span{span(5, 0)}, 0, 0},
		{"one that begins tomorrow", []connectors.Span{span(6, 0)}, -1, -1},
		{"one whose To is today", []connectors.Span{span(1, 5)}, 0, -1},
		{"one whose To is yesterday", []connectors.Span{span(1, 4)}, -1, -1},
		{"one that ended before it began", []connectors.Span{span(5, 4)}, -1, -1},
		{"in a gap", []connectors.Span{span(1, 3), span(7, 0)}, -1, -1},
		{"of two, the one that began later", []connectors.Span{span(1, 0), span(3, 9), span(2, 0)}, 1, 1},
		{"of two that began together, the first", []connectors.Span{span(1, 0), span(1, 0)}, 0, 0},
		{"one without a beginning", []connectors.Span{{To: day(9)}}, -1, -1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for until, want := range map[bool]int{false: c.inclusive, true: c.until} {
				if got := timelineOn(t, connectors.Current{Until: until}, connectors.TypeDate, connectors.TypeDate).Which(c.rows); got != want {
					t.Errorf("until %t: row %d, want %d", until, got, want)
				}
			}
		})
	}
}

func TestWhatBecomesOfTheRows(t *testing.T) {
	far := connectors.Current{Open: "9999-12-31"}
	open := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	end := func(d connectors.Day, rows []connectors.Span) connectors.Succession { return d.End(rows) }
	change := func(d connectors.Day, rows []connectors.Span) connectors.Succession {
		return d.Change(rows, d.Which(rows))
	}
	begin := func(d connectors.Day, rows []connectors.Span) connectors.Succession { return d.Begin(rows) }
	cases := []struct {
		name string
		c    connectors.Current
		do   func(connectors.Day, []connectors.Span) connectors.Succession
		rows []connectors.Span
		want connectors.Succession
	}{
		{"to end is to have yesterday for the last day", connectors.Current{}, end, []connectors.Span{span(1, 0)},
			connectors.Succession{End: []int{0}, Last: day(4), Row: -1, Like: -1}},
		{"or today for the first day after", connectors.Current{Until: true}, end, []connectors.Span{span(1, 0)},
			connectors.Succession{End: []int{0}, Last: day(5), Row: -1, Like: -1}},
		{"all that overlap end, and no other", connectors.Current{}, end, []connectors.Span{span(1, 3), span(2, 0), span(4, 8), span(6, 0)},
			connectors.Succession{End: []int{1, 2}, Last: day(4), Row: -1, Like: -1}},
		{"a change goes on in a new row until the old one's end", connectors.Current{}, change, []connectors.Span{span(1, 9)},
			connectors.Succession{End: []int{0}, Last: day(4), Row: -1, New: true, From: day(5), To: day(9)}},
		{"of a row that begins today it is made in place", connectors.Current{}, change, []connectors.Span{span(1, 4), span(5, 0)},
			connectors.Succession{Row: 1, Like: -1}},
		{"what begins is open", far, begin, nil, connectors.Succession{Row: -1, Like: -1, New: true, From: day(5), To: open}},
		{"and like the last one before", connectors.Current{}, begin, []connectors.Span{span(1, 1), span(2, 3)},
			connectors.Succession{Row: -1, New: true, Like: 1, From: day(5)}},
		{"and ends before the next one", connectors.Current{}, begin, []connectors.Span{span(9, 0), span(7, 8)},
			connectors.Succession{Row: -1, New: true, Like: -1, From: day(5), To: day(6)}},
		{"or when the next one begins", connectors.Current{Until: true}, begin, []connectors.Span{span(7, 0)},
			connectors.Succession{Row: -1, New: true, Like: -1, From: day(5), To: day(7)}},
		{"what began and ended today goes on", far, begin, []connectors.Span{span(1, 4), span(5, 4)},
			connectors.Succession{Row: 1, Like: -1, Goes: true, To: open}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := c.do(timelineOn(t, c.c, connectors.TypeDate, connectors.TypeDate), c.rows)
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestDaysAreKeptInManyWays(t *testing.T) {
	cases := []struct {
		name             string
		format           connectors.DayFormat
		typ              connectors.Type
		before, next, to connectors.Value
	}{
		{"dates", "", connectors.TypeDate, day(1), day(8), day(7)},
		{"instants", "", connectors.TypeTime, day(1).Add(time.Hour), day(8).Add(9 * time.Hour), day(7)},
		{"text", "", connectors.TypeText, "2026-05-01", "2026-05-08", "2026-05-07"},
		{"text, said", connectors.DayISO, connectors.TypeText, "2026-05-01", "2026-05-08", "2026-05-07"},
		{"digits", connectors.DayCompact, connectors.TypeText, "20260501", "20260508", "20260507"},
		{"a number of digits", connectors.DayCompact, connectors.TypeInteger, int64(20260501), int64(20260508), int64(20260507)},
		{"seconds", "", connectors.TypeInteger, day(1).Unix(), day(8).Unix() + 7, day(7).Unix()},
		{"milliseconds", connectors.DayMillis, connectors.TypeInteger, day(1).UnixMilli(), day(8).UnixMilli(), day(7).UnixMilli()},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := timelineOn(t, connectors.Current{Format: c.format}, c.typ, c.typ)
			rows := []connectors.Span{{From: c.before}, {From: c.next}}
			if got := d.Which(rows); got != 0 {
				t.Errorf("row %d is in force", got)
			}
			if got := d.Begin(rows[1:]); !cmp.Equal(got.To, c.to) {
				t.Errorf("a row ends %v, want %v", got.To, c.to)
			}
			if got := d.Begin([]connectors.Span{{From: d.Begin(nil).From, To: d.End(rows).Last}}); got.Row != 0 {
				t.Errorf("a row that began today is not found again: %+v", got)
			}
		})
	}
}

func TestFieldsThatHoldNoDays(t *testing.T) {
	for _, c := range []struct {
		current  connectors.Current
		from, to connectors.Type
	}{
		{connectors.Current{}, connectors.TypeBool, connectors.TypeDate},
		{connectors.Current{}, connectors.TypeDate, connectors.TypeFloat},
		{connectors.Current{Format: connectors.DaySeconds}, connectors.TypeText, connectors.TypeText},
		{connectors.Current{Format: connectors.DayCompact}, connectors.TypeDate, connectors.TypeDate},
		{connectors.Current{Open: "never"}, connectors.TypeDate, connectors.TypeDate},
	} {
		c.current.From, c.current.To = "from", "to"
		if _, err := connectors.TimelineOf(c.current, c.from, c.to); err == nil {
			t.Errorf("%+v on %s and %s is taken", c.current, c.from, c.to)
		}
	}
}
