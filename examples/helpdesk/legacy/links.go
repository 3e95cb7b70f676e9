package legacy

import "net/http"

// links reads and changes the rows that name other records: /teams/3/members and /teams/3/members/7.
func (a *App) links(c call, owner Row, s Sub, rest []string) (reply, *problem) {
	if len(rest) == 1 {
		if c.Method != http.MethodDelete || s.Whole {
			return reply{}, notAllowed()
		}
		return a.unlink(owner, s, rest[0])
	}
	switch {
	case c.Method == http.MethodGet:
		return a.listLinks(c, owner, s), nil
	case c.Method == http.MethodPut:
		if p := a.matches(c, a.linksBody(owner, s)); p != nil {
			return reply{}, p
		}
		return a.relink(c, owner, s)
	case c.Method == http.MethodPost && !s.Whole:
		return a.link(c, owner, s)
	default:
		return reply{}, notAllowed()
	}
}

func (a *App) listLinks(c call, owner Row, s Sub) reply {
	t := a.tables[s.Of]
	var rows []Row
	for _, r := range a.rowsUnder(s, owner) {
		rows = append(rows, r.Row)
	}
	if !s.Paged {
		body := a.linksBody(owner, s)
		return reply{status: http.StatusOK, header: a.tag(body), body: body}
	}
	p := a.pageOf(t, rows, s.order(t), c.query)
	var elements []any
	for _, row := range p.rows {
		elements = append(elements, a.element(s, row))
	}
	return a.listed(c.Request, s.Name, s.One, p, elements)
}

// linksBody is the whole list.
func (a *App) linksBody(owner Row, s Sub) any {
	var elements []any
	for _, r := range a.rowsUnder(s, owner) {
		elements = append(elements, a.element(s, r.Row))
	}
	return a.listBody(s.Name, s.One, elements, nil)
}

// relink makes the links those of the body.
func (a *App) relink(c call, owner Row, s Sub) (reply, *problem) {
	list, p := sent(c.body, s)
	if p != nil {
		return reply{}, p
	}
	if p := a.rewrite(s, owner, list); p != nil {
		return reply{}, p
	}
	return a.done(), nil
}

// link adds one or several. Those that are there already are passed over, unless there are no others.
func (a *App) link(c call, owner Row, s Sub) (reply, *problem) {
	list, p := sent(c.body, s)
	if p != nil {
		return reply{}, p
	}
	t, added := a.tables[s.Of], 0
	for _, e := range list {
		row, p := a.row(s, e)
		if p != nil {
			return reply{}, p
		}
		if named(s, t, a.rowsUnder(s, owner), row) != nil {
			continue
		}
		if _, p := a.addUnder(s, owner, row); p != nil {
			return reply{}, p
		}
		added++
	}
	if added == 0 && a.style.Again >= http.StatusBadRequest {
		return reply{}, &problem{a.style.Again, "already", s.Member, "is there already"}
	}
	return a.done(), nil
}

// sent are the links in a body: a list of them, or one.
func sent(body any, s Sub) ([]any, *problem) {
	object, ok := body.(map[string]any)
	if !ok {
		if list, ok := body.([]any); ok {
			return list, nil
		}
		return nil, malformed("%s are wanted", s.Name)
	}
	if list, ok := object[s.Name]; ok {
		return elements(list, s.One), nil
	}
	if one, ok := object[s.One]; ok {
		return []any{one}, nil
	}
	return []any{object}, nil
}

// unlink removes one, as often as it is there.
func (a *App) unlink(owner Row, s Sub, member string) (reply, *problem) {
	t, removed := a.tables[s.Of], 0
	for _, r := range a.rowsUnder(s, owner) {
		if textOf(t.fields[s.Member].Type, r.Row[s.Member]) == member {
			t.remove(r)
			removed++
		}
	}
	if removed == 0 && a.style.Absent >= http.StatusBadRequest {
		return reply{}, &problem{a.style.Absent, "not_there", s.Member, "is not there"}
	}
	return a.done(), nil
}
