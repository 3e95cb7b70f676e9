package legacy

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
)

// page is one part of a list.
type page struct {
	rows  []Row
	total int
	next  string // the cursor of the next page; empty: this is the last one, or pages have no cursor
	size  int
}

// pageOf cuts the part that the query asks for out of rows, which it sorts.
func (a *App) pageOf(t *table, rows []Row, o order, q url.Values) page {
	slices.SortStableFunc(rows, t.ordered(o))
	p := page{rows: rows, total: len(rows)}
	var start int
	switch a.style.Paging {
	case Unpaged:
		p.size = len(rows)
		return p
	case Pages:
		p.size = a.size(q.Get("per_page"))
		start = (max(number(q.Get("page")), 1) - 1) * p.size
	case Offsets:
		p.size, start = a.size(q.Get("limit")), max(number(q.Get("offset")), 0)
	case Cursors:
		p.size, start = a.size(q.Get("limit")), t.behind(rows, o, q.Get("cursor"))
	case Links:
		p.size, start = a.size(q.Get("limit")), t.behind(rows, o, q.Get("after"))
	}
	start = min(start, len(rows))
	end := min(start+p.size, len(rows))
	p.rows = rows[start:end]
	if end < len(rows) && end > start && (a.style.Paging == Cursors || a.style.Paging == Links) {
		p.next = t.cursor(o, rows[end-1])
	}
	return p
}

// size is how many records a page has: what is no number, or less than one, is the usual size, and too many are cut.
func (a *App) size(asked string) int {
	n := number(asked)
	if n < 1 {
		n = a.style.Size
	}
	return min(n, a.style.Max)
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n > 1<<30 {
		return 0
	}
	return n
}

// cursor says where a row is: the texts of what rows are ordered by. A null is a null.
func (t *table) cursor(o order, r Row) string {
	var parts []*string
	for _, name := range o.fields {
		var part *string
		if r[name] != nil {
			part = new(textOf(t.fields[name].Type, r[name]))
		}
		parts = append(parts, part)
	}
	text, _ := json.Marshal(parts) // texts are always JSON
	return base64.RawURLEncoding.EncodeToString(text)
}

// behind counts the rows up to and with the one that the cursor is of, be it there or not. What is no cursor is before
// all rows.
func (t *table) behind(rows []Row, o order, cursor string) int {
	var parts []*string
	text, _ := base64.RawURLEncoding.DecodeString(cursor)
	if json.Unmarshal(text, &parts) != nil || len(parts) != len(o.fields) {
		return 0
	}
	at := Row{}
	for i, name := range o.fields {
		if parts[i] != nil {
			at[name], _ = parse(t.fields[name].Type, *parts[i])
		}
	}
	compare := t.ordered(o)
	if i := slices.IndexFunc(rows, func(r Row) bool { return compare(r, at) > 0 }); i >= 0 {
		return i
	}
	return len(rows)
}
