package legacy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// App is a running application: an http.Handler that answers one call after the other.
type App struct {
	style Style

	mu       sync.Mutex
	tables   map[string]*table
	undo     journal
	sessions map[string]int // calls that are left, by token
	replies  map[string]reply
	calls    []Call
	troubles []Trouble
}

// New makes an application without rows. The error says what does not fit together in the collections.
func New(style Style, collections ...Collection) (*App, error) {
	style.Size, style.Max = cmp.Or(style.Size, 25), cmp.Or(style.Max, 100)
	style.Duplicate, style.Again, style.Absent = cmp.Or(style.Duplicate, 409), cmp.Or(style.Again, 200), cmp.Or(style.Absent, 404)
	if style.Now == nil {
		style.Now = time.Now
	}
	a := &App{style: style, tables: map[string]*table{}, sessions: map[string]int{}, replies: map[string]reply{}}
	for _, c := range collections {
		t, err := newTable(c, &a.undo)
		if err != nil {
			return nil, err
		}
		a.tables[c.Name] = t
	}
	for _, c := range collections {
		for _, s := range c.Subs {
			if err := a.checkSub(c, s); err != nil {
				return nil, err
			}
			a.tables[s.Of].indexes.add(slices.Sorted(maps.Keys(s.By)))
		}
	}
	return a, nil
}

func (a *App) checkSub(c Collection, s Sub) error {
	rows := a.tables[s.Of]
	switch {
	case rows == nil:
		return fmt.Errorf("%s.%s: there is no collection %q", c.Name, s.Name, s.Of)
	case s.Member != "" && !rows.has(s.Member):
		return fmt.Errorf("%s.%s: %s has no field %q", c.Name, s.Name, s.Of, s.Member)
	case s.Member == "" && len(rows.Key) != 1:
		return fmt.Errorf("%s.%s: %s needs a key of one part", c.Name, s.Name, s.Of)
	case s.Target != "" && (a.tables[s.Target] == nil || len(a.tables[s.Target].Key) != 1):
		return fmt.Errorf("%s.%s: %q is no collection with a key of one part", c.Name, s.Name, s.Target)
	}
	for theirs, ours := range s.By {
		if !rows.has(theirs) || !a.tables[c.Name].has(ours) {
			return fmt.Errorf("%s.%s: no field %q in %s or %q in %s", c.Name, s.Name, theirs, s.Of, ours, c.Name)
		}
	}
	return nil
}

// Rows are copies of all rows of a collection, in the order of their keys; those without a key as they were added.
func (a *App) Rows(collection string) []Row {
	a.mu.Lock()
	defer a.mu.Unlock()
	t := a.tables[collection]
	if t == nil {
		return nil
	}
	var out []Row
	for _, r := range t.rows {
		out = append(out, maps.Clone(r.Row))
	}
	slices.SortStableFunc(out, t.ordered(order{fields: t.Key}))
	return out
}

// CountFrom makes n the least number that a generated field of a collection is given from now on.
func (a *App) CountFrom(collection, field string, n int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if t := a.tables[collection]; t != nil {
		t.counters[field] = max(t.counters[field], n-1)
	}
}

// Insert adds rows as they are: a field that a row does not name gets its default, and only keys and unique fields are
// checked.
func (a *App) Insert(collection string, rows ...Row) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	t := a.tables[collection]
	if t == nil {
		return fmt.Errorf("there is no collection %q", collection)
	}
	for _, r := range rows {
		_, p := t.insert(maps.Clone(r))
		a.undo.end(p != nil)
		if p != nil {
			return fmt.Errorf("%s: %s %s", collection, p.field, p.message)
		}
	}
	return nil
}
