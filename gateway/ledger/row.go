package ledger

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/scim/schema"
)

// row is one line of a file.
type row struct {
	at    diag.Position
	of    *gateway.Endpoint
	link  correlation.Link // without a key where that is yet to be found
	match string           // the value of by; empty: the key is all there is
	by    schema.Path
}

// row reads a line.
func (f *file) row(line []string, at func(column int) diag.Position) (r row, found diag.List) {
	r.at = at(0)
	if !isText(line) {
		return r, diag.List{wrong(r.at, "import/text", "", "this line is no UTF-8 text")}
	}
	place := func(column string) diag.Position {
		if i, ok := f.columns.at[column]; ok {
			return at(i)
		}
		return r.at
	}
	value := func(column string) string { return f.columns.value(line, column) }
	var err error
	if r.of, err = f.typeOf(value(columnType)); err != nil {
		return r, diag.List{wrong(place(columnType), "import/type", "", "%v", err)}
	}
	r.link = correlation.Link{ID: value(columnID), Key: connectors.Key(value(columnKey)), ExternalID: value(columnExternalID)}
	r.match = value(columnMatch)
	if r.link.Claimed, err = flag(value(columnClaimed), true); err != nil {
		found.Add(wrong(place(columnClaimed), "import/flag", "", "%v", err))
	}
	if r.link.Buried, err = flag(value(columnBuried), false); err != nil {
		found.Add(wrong(place(columnBuried), "import/flag", "", "%v", err))
	}
	known := false
	if r.by, known = f.columns.matched(r.of); r.match != "" && !known {
		found.Add(wrong(place(columnMatch), "import/match", "", "a %s is not recognised by its %s", r.of.Scope.Type, f.columns.match))
	}
	if r.link.ExternalID != "" && !r.of.Mapping.HasNames() {
		found.Add(wrong(place(columnExternalID), "import/external-id", "", "the externalId of a %s is not in the store; leave it out", r.of.Scope.Type))
	}
	if r.link.ID != "" && !correlation.IsID(r.link.ID) {
		found.Add(wrong(place(columnID), "import/id", "", "this cannot be an id"))
	}
	if strings.ContainsRune(string(r.link.Key), 0) {
		found.Add(wrong(place(columnKey), "import/key", "", "this cannot be a key"))
	}
	if r.link.Key == "" && (r.match == "" || r.link.Buried) {
		found.Add(wrong(r.at, "import/nobody", "", "this line does not say whose link it is"))
	}
	found.Add(f.identity(r, place)...)
	return r, append(found, f.again(r, place)...)
}

// typeOf is the resource type that a line is about; empty where there is just one.
func (f *file) typeOf(name string) (*gateway.Endpoint, error) {
	if name == "" && len(f.types) == 1 {
		return f.types[0], nil
	}
	if name == "" {
		return nil, fmt.Errorf("say of which resource type this is, in a column %s or with --type", columnType)
	}
	of, err := Ledger{f.types}.Of(name)
	if err != nil {
		return nil, err
	}
	return of.Types[0], nil
}

// identity is what cannot be imported because of where the ids of the type come from.
func (f *file) identity(r row, place func(column string) diag.Position) diag.List {
	switch identity := r.of.Scope.Identity; {
	case identity == correlation.ByField:
		return diag.List{wrong(r.at, "import/identity", "", "the ids of a %s are in the application; no link is needed", r.of.Scope.Type)}
	case identity == correlation.ByKey && r.link.Buried:
		return diag.List{wrong(place(columnBuried), "import/identity", "", "the id of a %s is its key, which is nobody's when it is deleted", r.of.Scope.Type)}
	case identity == correlation.ByKey && r.link.Key != "" && r.link.ID != "" && r.link.ID != string(r.link.Key):
		return diag.List{wrong(place(columnID), "import/identity", "", "the id of a %s is its key", r.of.Scope.Type)}
	case r.link.Buried && r.link.ID == "":
		return diag.List{wrong(place(columnID), "import/id", "", "a deleted account without an id is nothing to remember")}
	}
	return nil
}

// again finds what an earlier line has already.
func (f *file) again(r row, place func(column string) diag.Position) (found diag.List) {
	only := func(column, value string) {
		if value == "" {
			return
		}
		what := strings.Join([]string{column, r.of.Scope.App, r.of.Scope.Type, value}, "\x00")
		if line, taken := f.taken[what]; taken {
			name := column
			if column == columnMatch {
				name = f.columns.match
			}
			found.Add(wrong(place(column), "import/twice", "", "line %d has this %s already", line, name))
			return
		}
		f.taken[what] = r.at.Line
	}
	only(columnID, r.link.ID)
	if !r.link.Buried {
		only(columnKey, string(r.link.Key))
		if r.match != "" && r.by.Attr != nil {
			only(columnMatch, r.by.Leaf().Comparison().Apply(r.match))
		}
	}
	return found
}

// flag reads true or false, or nothing.
func flag(text string, otherwise bool) (bool, error) {
	if text == "" {
		return otherwise, nil
	}
	v, err := strconv.ParseBool(strings.ToLower(text))
	if err != nil {
		return false, fmt.Errorf("%q is neither true nor false", text)
	}
	return v, nil
}
