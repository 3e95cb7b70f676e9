package legacy

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// valid checks what a row has to be, apart from being unlike others.
func (a *App) valid(t *table, r Row) *problem {
	for _, f := range t.Fields {
		v := r[f.Name]
		text, isText := v.(string)
		switch {
		case v == nil && f.Required && !f.Generated:
			return invalid("required", f.Name, "must not be empty")
		case isText && f.Max > 0 && utf8.RuneCountInString(text) > f.Max:
			return invalid("too_long", f.Name, fmt.Sprintf("may have %d characters", f.Max))
		case isText && t.patterns[f.Name] != nil && !t.patterns[f.Name].MatchString(text):
			return invalid("malformed", f.Name, "does not look right")
		case isText && len(f.OneOf) > 0 && !slices.Contains(f.OneOf, text):
			return invalid("not_allowed", f.Name, "is not one of "+strings.Join(f.OneOf, ", "))
		case v != nil && f.Refers != "" && a.tables[f.Refers].find(textOf(f.Type, v)) == nil:
			return invalid("unknown", f.Name, "is not the number of any of the "+f.Refers)
		}
	}
	return nil
}

// distinct checks that no record but old has r's key or one of its unique values.
func (t *table) distinct(r Row, old *record) *problem {
	if len(t.Key) > 0 {
		if other := t.byKey[t.keyOf(r)]; other != nil && other != old {
			return duplicate(t.Key[0])
		}
	}
	for _, names := range t.Unique {
		if slices.ContainsFunc(names, func(n string) bool { return r[n] == nil }) {
			continue
		}
		differs := func(other *record) func(string) bool {
			return func(n string) bool { return t.compare(n, r[n], other.Row[n]) != 0 }
		}
		for _, other := range t.rows {
			if other != old && !slices.ContainsFunc(names, differs(other)) {
				return duplicate(names[0])
			}
		}
	}
	return nil
}
