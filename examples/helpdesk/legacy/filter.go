package legacy

import (
	"net/url"
	"slices"
	"strings"
)

// selection is what the parameters of a list ask for. A value that is none of its field's type selects nothing.
func (t *table) selection(q url.Values) func(Row) bool {
	var tests []func(Row) bool
	for name, v := range t.Usual {
		if !q.Has(name) {
			tests = append(tests, func(r Row) bool { return t.compare(name, r[name], v) == 0 })
		}
	}
	for _, name := range t.Find {
		if _, usual := t.Usual[name]; q.Has(name) && !(usual && q.Get(name) == "") {
			tests = append(tests, t.equals(name, q.Get(name)))
		}
	}
	for _, name := range t.Ranges {
		if from := q.Get(name + "_from"); from != "" {
			tests = append(tests, t.compares(name, from, func(c int) bool { return c >= 0 }))
		}
		if to := q.Get(name + "_to"); to != "" {
			tests = append(tests, t.compares(name, to, func(c int) bool { return c <= 0 }))
		}
	}
	if part := q.Get("q"); part != "" && len(t.Search) > 0 {
		tests = append(tests, t.contains(part))
	}
	if t.ByIDs && q.Has("ids") {
		ids := strings.Split(q.Get("ids"), ",")
		tests = append(tests, func(r Row) bool { return slices.Contains(ids, t.keyParts(r)[0]) })
	}
	return func(r Row) bool {
		return !slices.ContainsFunc(tests, func(holds func(Row) bool) bool { return !holds(r) })
	}
}

// equals tests whether a field has a value of the query, which has one text or several of what is no text.
func (t *table) equals(field, text string) func(Row) bool {
	values := []string{text}
	if t.fields[field].Type != Text {
		values = strings.Split(text, ",")
	}
	var tests []func(Row) bool
	for _, v := range values {
		tests = append(tests, t.compares(field, v, func(c int) bool { return c == 0 }))
	}
	return func(r Row) bool {
		return slices.ContainsFunc(tests, func(holds func(Row) bool) bool { return holds(r) })
	}
}

// compares tests how a field's value compares with that of the query; a field without a value never passes.
func (t *table) compares(field, text string, holds func(int) bool) func(Row) bool {
	v, err := parse(t.fields[field].Type, text)
	return func(r Row) bool {
		return err == nil && r[field] != nil && holds(t.compare(field, r[field], v))
	}
}

func (t *table) contains(part string) func(Row) bool {
	part = strings.ToLower(part)
	return func(r Row) bool {
		return slices.ContainsFunc(t.Search, func(name string) bool {
			return strings.Contains(strings.ToLower(textOf(t.fields[name].Type, r[name])), part)
		})
	}
}
