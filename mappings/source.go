package mappings

import (
	"github.com/expr-lang/expr/types"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// sourceType is what an expression in insert, stamp and set may look at.
var sourceType = types.Map{"request": requestType}

// readSources reads the values of insert, stamp and set, by field: a scalar is a constant; else {expr: e},
// {field: f}, {from: entity, where: …, field: f} or {sql: text}.
func readSources(d *resourceDef, n yamlx.Node, found *diag.List) map[string]connectors.Source {
	if n.IsMissing() || n.IsNull() {
		return nil
	}
	if !n.IsMap() {
		found.Add(n.Finding("mapping/not-a-map", "", "expected a mapping of fields to values"))
		return nil
	}
	sources := map[string]connectors.Source{}
	for _, e := range n.Entries() {
		d.note(e.Name, e.Key)
		if s := readSource(d, e.Value, found); s != nil {
			sources[e.Name] = s
		}
	}
	return sources
}

func readSource(d *resourceDef, n yamlx.Node, found *diag.List) connectors.Source {
	if n.IsScalar() {
		return connectors.Const{Value: n.Scalar()}
	}
	r := yamlx.Read(n, "mapping", found)
	e, sql, from, field := r.Get("expr"), r.Text("sql", ""), r.Text("from", ""), r.Text("field", "")
	where := readPredicate(d, r.Get("where"), found)
	r.Close()
	switch {
	case !e.IsMissing():
		p := compileExpr(e, sourceType, false, found)
		if p == nil {
			return nil
		}
		return connectors.Expr(func(env connectors.Env) (connectors.Value, error) {
			return p.run(map[string]any{"request": requestValue(env.Time)})
		})
	case sql != "":
		return connectors.Native(sql)
	case from != "" && field != "":
		return connectors.From{Entity: from, Where: where, Field: field}
	case field != "":
		return connectors.Copy{Field: field}
	default:
		found.Add(n.Finding("mapping/value", "", "expected a value, {expr: …}, {field: …}, {from: …, where: …, field: …} or {sql: …}"))
		return nil
	}
}
