package sql

import (
	"errors"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// refusals say what the errors of the operator's procedures and triggers mean.
type refusals []refusal

// refusal is one error code: what kind of error it is, and about which field.
type refusal struct {
	code  string
	kind  connectors.Kind
	field string
}

// refusalKinds are what an app file can make of an error. None of them says that nothing was written where something
// was: the transaction has ended without a trace.
var refusalKinds = []connectors.Kind{
	connectors.Invalid, connectors.Conflict, connectors.Precondition, connectors.Protected, connectors.NotFound, connectors.Denied, connectors.Unavailable,
}

// readRefusals reads a list of {code: P0001, kind: conflict, field: login}.
func readRefusals(n yamlx.Node, found *diag.List) refusals {
	var list refusals
	if !n.IsMissing() && !n.IsList() {
		found.Add(n.Finding("sql/type", "", `"errors" must be a list`))
	}
	for _, item := range n.Items() {
		r := yamlx.Read(item, "sql", found)
		x := refusal{code: r.Need("code").Text(), kind: connectors.Kind(r.OneOf("kind", kindNames()...)), field: r.Text("field", "")}
		r.Close()
		list = append(list, x)
	}
	return list
}

func kindNames() []string {
	names := make([]string, len(refusalKinds))
	for i, k := range refusalKinds {
		names[i] = string(k)
	}
	return names
}

// explain makes of err what the app file says of its code.
func (list refusals) explain(err error) error {
	fault, ok := errors.AsType[*sqldb.Fault](err)
	if !ok {
		return err
	}
	i := slices.IndexFunc(list, func(r refusal) bool { return r.code == fault.Code || r.code == fault.State && r.code != "" })
	known, ours := errors.AsType[*connectors.Error](err)
	if i < 0 || !ours {
		return err
	}
	out := *known
	out.Kind = list[i].kind
	if list[i].field != "" {
		out.Field = list[i].field
	}
	return &out
}
