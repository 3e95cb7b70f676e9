package legacy

import "maps"

// shown is a record as a body has it, with its lists.
func (a *App) shown(t *table, row Row, inList bool) map[string]any {
	body := map[string]any{}
	for _, f := range t.Fields {
		if !f.WriteOnly && !(f.Detail && inList) {
			body[f.Name] = onWire(f.Type, row[f.Name])
		}
	}
	for _, s := range t.Subs {
		if !s.Inline || s.Detail && inList {
			continue
		}
		elements := []any{}
		for _, r := range a.rowsUnder(s, row) {
			elements = append(elements, a.element(s, r.Row))
		}
		body[s.Name] = elements
		if a.style.Body == XML {
			body[s.Name] = map[string]any{s.One: elements}
		}
	}
	return body
}

// shownUnder is a row as a body has it that is about the record it belongs to.
func (a *App) shownUnder(t *table, row, fixed Row) map[string]any {
	body := a.shown(t, row, false)
	for field := range fixed {
		delete(body, field)
	}
	return body
}

// element is a row under a record, as a list has it: without what it shares with the record, or the member alone.
func (a *App) element(s Sub, row Row) any {
	t := a.tables[s.Of]
	if s.Bare {
		return onWire(t.fields[s.Member].Type, row[s.Member])
	}
	body := a.shownUnder(t, row, fixed(s, nil))
	if target := a.target(s, row); target != nil {
		for as, field := range s.Show {
			body[as] = onWire(a.tables[s.Target].fields[field].Type, target.Row[field])
		}
	}
	return body
}

// rewriteLists makes the lists inside a record what the body says; one that it does not speak of stays.
func (a *App) rewriteLists(t *table, row Row, body map[string]any) *problem {
	for _, s := range t.Subs {
		if list, said := body[s.Name]; said && s.Inline && !s.ReadOnly {
			if p := a.rewrite(s, row, elements(list, s.One)); p != nil {
				return p
			}
		}
	}
	return nil
}

// completed is a body with an empty list for each that it does not speak of.
func (a *App) completed(t *table, body map[string]any) map[string]any {
	body = maps.Clone(body)
	for _, s := range t.Subs {
		if _, said := body[s.Name]; !said && s.Inline {
			body[s.Name] = []any{}
		}
	}
	return body
}

// elements are those of a list in a body: XML has them one level further down, and one alone is no list there.
func elements(list any, one string) []any {
	switch list := list.(type) {
	case nil:
		return nil
	case []any:
		return list
	case map[string]any:
		inner, ok := list[one]
		if several, ok := inner.([]any); ok {
			return several
		}
		if ok {
			return []any{inner}
		}
	case string:
		if list == "" {
			return nil
		}
	}
	return []any{list}
}

// rewrite makes the rows under a record those of a list: a row that is named by its member or its key stays and gets
// the fields that the list gives, others come and go.
func (a *App) rewrite(s Sub, owner Row, list []any) *problem {
	t := a.tables[s.Of]
	left := a.rowsUnder(s, owner)
	var kept []*record
	var fresh []Row
	for _, e := range list {
		row, p := a.row(s, e)
		if p != nil {
			return p
		}
		if old := named(s, t, left, row); old != nil {
			merged := maps.Clone(old.Row)
			maps.Copy(merged, row)
			if p := a.change(t, old, merged, nil); p != nil {
				return p
			}
			kept = append(kept, old)
		} else {
			fresh = append(fresh, row)
		}
	}
	for _, r := range without(left, kept) {
		t.remove(r)
	}
	for _, row := range fresh {
		if _, p := a.addUnder(s, owner, row); p != nil {
			return p
		}
	}
	return nil
}
