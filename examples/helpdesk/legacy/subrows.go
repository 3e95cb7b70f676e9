package legacy

import (
	"net/http"
	"net/url"
	"slices"
)

// subRows reads and changes the rows that have keys of their own: /employees/7/phones and /employees/7/phones/12.
func (a *App) subRows(c call, owner Row, s Sub, rest []string) (reply, *problem) {
	t := a.tables[s.Of]
	if len(rest) == 0 {
		switch c.Method {
		case http.MethodGet:
			body := a.linksBody(owner, s)
			return reply{status: http.StatusOK, header: a.tag(body), body: body}, nil
		case http.MethodPost:
			return a.addRow(c, owner, s)
		default:
			return reply{}, notAllowed()
		}
	}
	rec := t.find(rest[0])
	if rec == nil || !slices.Contains(a.rowsUnder(s, owner), rec) {
		return reply{}, notFound(s.One)
	}
	return a.record(c, t, rec, fixed(s, owner))
}

func (a *App) addRow(c call, owner Row, s Sub) (reply, *problem) {
	body, p := a.unwrapped(s.One, c.body)
	if p != nil {
		return reply{}, p
	}
	row, p := a.row(s, body)
	if p != nil {
		return reply{}, p
	}
	rec, p := a.addUnder(s, owner, row)
	if p != nil {
		return reply{}, p
	}
	t := a.tables[s.Of]
	path := c.URL.EscapedPath() + "/" + url.PathEscape(t.keyParts(rec.Row)[0])
	return a.made(c, path, a.wrapped(s.One, a.element(s, rec.Row))), nil
}
