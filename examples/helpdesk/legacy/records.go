package legacy

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// collection lists records or makes one.
func (a *App) collection(c call, t *table) (reply, *problem) {
	switch {
	case c.Method == http.MethodGet:
		return a.list(c, t), nil
	case c.Method == http.MethodPost && !t.ReadOnly:
		return a.create(c, t)
	default:
		return reply{}, notAllowed()
	}
}

// record reads, changes or removes one record. The fields of fixed are those of the record that it is under: they are
// neither shown nor changed.
func (a *App) record(c call, t *table, rec *record, fixed Row) (reply, *problem) {
	shown := a.shownUnder(t, rec.Row, fixed)
	if c.Method == http.MethodGet {
		return reply{status: http.StatusOK, header: a.tag(shown), body: a.wrapped(t.One, shown)}, nil
	}
	if t.ReadOnly && fixed == nil {
		return reply{}, notAllowed()
	}
	if p := a.matches(c, shown); p != nil {
		return reply{}, p
	}
	changing := map[Update]string{Patch: http.MethodPatch, Put: http.MethodPut, Post: http.MethodPost}
	switch c.Method {
	case changing[a.style.Update]:
		return a.update(c, t, rec, fixed)
	case http.MethodDelete:
		a.remove(t, rec)
		return a.done(), nil
	default:
		return reply{}, notAllowed()
	}
}

func (a *App) list(c call, t *table) reply {
	selected := t.selection(c.query)
	var rows []Row
	for _, rec := range t.rows {
		if selected(rec.Row) {
			rows = append(rows, rec.Row)
		}
	}
	p := a.pageOf(t, rows, t.orderOf(c.query.Get("sort")), c.query)
	var elements []any
	for _, row := range p.rows {
		elements = append(elements, a.shown(t, row, true))
	}
	return a.listed(c.Request, t.Name, t.One, p, elements)
}

func (a *App) create(c call, t *table) (reply, *problem) {
	body, p := a.unwrapped(t.One, c.body)
	if p != nil {
		return reply{}, p
	}
	row, p := t.given(body, a.style)
	if p != nil {
		return reply{}, p
	}
	t.stamp(row, Created, a.style.Now())
	rec, p := a.add(t, row, body)
	if p != nil {
		return reply{}, p
	}
	return a.made(c, a.location(t, rec), a.wrapped(t.One, a.shown(t, rec.Row, false))), nil
}

func (a *App) update(c call, t *table, rec *record, fixed Row) (reply, *problem) {
	body, p := a.unwrapped(t.One, c.body)
	if p != nil {
		return reply{}, p
	}
	given, p := t.given(body, a.style)
	if p != nil {
		return reply{}, p
	}
	row := maps.Clone(rec.Row)
	if a.style.Update == Put {
		t.empty(row)
		body = a.completed(t, body)
	}
	maps.Copy(row, given)
	maps.Copy(row, fixed)
	t.stamp(row, Changed, a.style.Now())
	if p := a.change(t, rec, row, body); p != nil {
		return reply{}, p
	}
	return a.changed(t.One, a.shownUnder(t, rec.Row, fixed)), nil
}

// made is the answer to a create.
func (a *App) made(c call, path string, body any) reply {
	rep := reply{status: http.StatusCreated, header: http.Header{}}
	if a.style.Answer == Nothing {
		return reply{status: http.StatusNoContent}
	}
	if path != "" {
		rep.header.Set("Location", origin(c.Request)+path)
	}
	if a.style.Answer == TheRecord {
		rep.body = body
	}
	return rep
}

// changed is the answer to a change.
func (a *App) changed(one string, body any) reply {
	if a.style.Answer != TheRecord {
		return reply{status: http.StatusNoContent}
	}
	return reply{status: http.StatusOK, header: a.tag(body), body: a.wrapped(one, body)}
}

// done is the answer to what leaves nothing to show.
func (a *App) done() reply {
	if a.style.ErrorsIn200 {
		return reply{status: http.StatusOK, body: map[string]any{"ok": true}}
	}
	return reply{status: http.StatusNoContent}
}

// location is the path of a record; empty where it has no key.
func (a *App) location(t *table, rec *record) string {
	if len(t.Key) == 0 || t.Hidden {
		return ""
	}
	parts := []string{a.style.Prefix, t.Name}
	for _, part := range t.keyParts(rec.Row) {
		parts = append(parts, url.PathEscape(part))
	}
	return strings.Join(parts, "/")
}
