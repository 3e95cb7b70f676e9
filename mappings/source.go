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
func (d *resourceDef) readSources(n yamlx.Node, found *diag.List) map[string]connectors.Source {
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
		if s := d.readSource(e.Value, found); s != nil {
			sources[e.Name] = s
		}
	}
	return sources
}

func (d *resourceDef) readSource(n yamlx.Node, found *diag.List) connectors.Source {
	if n.IsScalar() {
		return connectors.Const{Value: n.Scalar()}
	}
	r := yamlx.Read(n, "mapping", found)
	e, sql, from, field := r.Get("expr"), r.Text("sql", ""), r.Text("from", ""), r.Text("field", "")
	where := d.readPredicate(r.Get("where"), from+".", found)
	r.Close()
	switch {
	case ways(!e.IsMissing(), sql != "", from != "" || field != "") != 1 || from != "" && field == "":
	case !e.IsMissing():
		return readExpr(e, found)
	case sql != "":
		return connectors.Native(sql)
	case from != "":
		return connectors.From{Entity: from, Where: where, Field: field}
	case where == nil:
		return connectors.Copy{Field: field}
	}
	found.Add(n.Finding("mapping/value", "", "expected a value, {expr: …}, {field: …}, {from: …, where: …, field: …} or {sql: …}"))
	return nil
}

// readExpr compiles an expression that sees the request alone; nil after a finding.
func readExpr(n yamlx.Node, found *diag.List) connectors.Source {
	p := compileExpr(n, sourceType, false, found)
	if p == nil {
		return nil
	}
	return connectors.Expr(func(env connectors.Env) (connectors.Value, error) {
		return p.run(map[string]any{"request": requestValue(env.Time)})
	})
}

func ways(said ...bool) int {
	n := 0
	for _, b := range said {
		if b {
			n++
		}
	}
	return n
}
