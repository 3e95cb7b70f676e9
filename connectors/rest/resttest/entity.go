package resttest

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// writeEntity writes what the block says of one table.
func writeEntity(w io.Writer, tables []connectortest.Table, t connectortest.Table, s Style) {
	line := func(format string, args ...any) { fmt.Fprintf(w, "    "+format+"\n", args...) }
	fmt.Fprintf(w, "  %s:\n", t.Name)
	line("fields:")
	for _, c := range t.Columns {
		line("  %s: {%s}", c.Name, strings.Join(fieldKeys(t, c), ", "))
	}
	if len(t.Key) > 0 {
		line("key: [%s]", strings.Join(t.Key, ", "))
		line("url: '/%s{/%s}'", t.Name, strings.Join(t.Key, ","))
	}
	if s.Wrap || s.Body == legacy.XML {
		line("wrap: %s", one(t))
	}
	line("list: {get: /%s%s}", t.Name, records(t, s))
	owners := ownersOf(tables, t, s)
	line("find:")
	for _, u := range owners {
		line("  - {by: %s, exact: true, get: '/%s{/%s}/%s'}", u.by, u.owner.Name, u.by, t.Name)
	}
	writeFinds(line, t, owners, s)
	writeWrites(line, t, owners, s)
	writeErrors(line, t, s)
}

func fieldKeys(t connectortest.Table, c connectortest.Column) []string {
	keys := []string{"type: " + string(c.Type)}
	if c.Max > 0 {
		keys = append(keys, fmt.Sprint("max: ", c.Max))
	}
	switch {
	case c.Generated:
		keys = append(keys, "empty: false", "read_only: true")
	case c.NotNull && c.Default == nil:
		keys = append(keys, "required: true")
	case c.NotNull:
		keys = append(keys, "empty: false")
	}
	if slices.ContainsFunc(append(t.Unique, t.Key), func(u []string) bool { return slices.Equal(u, []string{c.Name}) }) {
		keys = append(keys, "unique: true")
	}
	return keys
}

// ownersOf are the records under which rows of t are found, of which the last one is where they are written.
func ownersOf(tables []connectortest.Table, t connectortest.Table, s Style) []under {
	var out []under
	if !s.Nested {
		return nil
	}
	for _, owner := range tables {
		for _, u := range nested(tables, owner) {
			if u.rows.Name == t.Name {
				out = append(out, u)
			}
		}
	}
	return out
}

// records is where a list has them, where that differs from table to table.
func records(t connectortest.Table, s Style) string {
	if s.Body != legacy.XML {
		return ""
	}
	return fmt.Sprintf(", records: %s.%s", t.Name, one(t))
}

func writeFinds(line func(string, ...any), t connectortest.Table, owners []under, s Style) {
	at := records(t, s)
	for _, c := range t.Columns {
		if slices.ContainsFunc(owners, func(u under) bool { return u.by == c.Name }) {
			continue
		}
		line("  - {by: %s, exact: true, get: /%s%s}", c.Name, t.Name, at)
		if ranged(c) {
			line("  - {by: %s, ops: ge, exact: true, get: /%s, query: {%s_from: '{value}'}%s}", c.Name, t.Name, c.Name, at)
			line("  - {by: %s, ops: le, exact: true, get: /%s, query: {%s_to: '{value}'}%s}", c.Name, t.Name, c.Name, at)
		}
	}
	if byIDs(t) {
		line("  - {by: %s, exact: true, many: 5, get: /%s, query: {ids: '{value}'}%s}", t.Key[0], t.Name, at)
	}
}

// writeWrites says how rows are written: those with owners under the last of them.
func writeWrites(line func(string, ...any), t connectortest.Table, owners []under, s Style) {
	all, one := "/"+t.Name, ""
	if len(t.Key) > 0 {
		one = fmt.Sprintf("/%s{/%s}", t.Name, strings.Join(t.Key, ","))
	}
	verify := ""
	if len(owners) > 0 {
		u := owners[len(owners)-1]
		all = fmt.Sprintf("/%s{/%s}/%s", u.owner.Name, u.by, t.Name)
		if u.member != "" {
			one = all + "{/" + u.member + "}"
			verify = ", verify: on_error"
		} else {
			one = all + "{/" + t.Key[0] + "}"
		}
	}
	key := ""
	if s.Answer != legacy.TheRecord && len(t.Key) == 1 {
		key = `, key: {pattern: '/([^/]+)$'}`
	}
	silent := ""
	if s.Answer != legacy.TheRecord || verify != "" {
		silent = ", record: none"
	}
	line("create: {post: '%s'%s%s%s}", all, key, silent, verify)
	if one == "" {
		return
	}
	update := map[legacy.Update]string{legacy.Patch: "patch: '%s'", legacy.Put: "put: '%s', send: all", legacy.Post: "post: '%s'"}
	line("update: {"+update[s.Update]+"%s}", one, silent)
	line("delete: {delete: '%s', record: none%s}", one, verify)
}

// writeErrors says what the errors are that the application tells about single fields.
func writeErrors(line func(string, ...any), t connectortest.Table, s Style) {
	said := `"code":"%s","field":"%s"`
	if s.Body == legacy.XML {
		said = "<code>%s</code><field>%s<"
	}
	line("errors:")
	for _, c := range t.Columns {
		line("  - {body: '"+said+"', kind: conflict, field: %s}", "taken", c.Name, c.Name)
		line("  - {body: '"+said+"', kind: invalid, field: %s}", "(required|too_long|bad_value)", c.Name, c.Name)
	}
}
