package mappings

import (
	"github.com/expr-lang/expr/types"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// sourceScope is what the values of one place may look at.
type sourceScope struct {
	fresh  bool     // they are for a new record or row, which can have the next number
	record []string // fields that a write may have set, for expressions
}

// types are those of what an expression may look at.
func (s sourceScope) types() types.Map {
	env := types.Map{"request": requestType}
	if s.fresh {
		record := types.Map{}
		for _, name := range s.record {
			record[name] = types.Any
		}
		env["record"] = record
	}
	return env
}

// newIn is the scope of what a new record gets or, with the cells of a relation, a new row of it.
func newIn(cells []*cellDef, fields []fieldDef) sourceScope {
	s := sourceScope{fresh: true}
	for _, c := range cells {
		if !c.readOnly && !c.secret {
			s.record = union(s.record, c.names()...)
		}
	}
	for _, f := range fields {
		s.record = union(s.record, f.field)
	}
	return s
}

// readSources reads the values of insert, stamp and set, by field: a scalar is a constant; else {expr: e},
// {field: f}, {from: entity, where: …, field: f}, {next: 1, within: f} or {sql: text}. place stands before the fields in
// findings.
func (d *resourceDef) readSources(n yamlx.Node, scope sourceScope, place string, found *diag.List) map[string]connectors.Source {
	if n.IsMissing() || n.IsNull() {
		return nil
	}
	if !n.IsMap() {
		found.Add(n.Finding("mapping/not-a-map", "", "expected a mapping of fields to values"))
		return nil
	}
	sources := map[string]connectors.Source{}
	for _, e := range n.Entries() {
		d.note(place+e.Name, e.Key)
		if s := d.readSource(e.Value, scope, place, found); s != nil {
			sources[e.Name] = s
		}
	}
	return sources
}

func (d *resourceDef) readSource(n yamlx.Node, scope sourceScope, place string, found *diag.List) connectors.Source {
	if n.IsScalar() {
		return connectors.Const{Value: n.Scalar()}
	}
	r := yamlx.Read(n, "mapping", found)
	e, sql, from, field := r.Get("expr"), r.Text("sql", ""), r.Text("from", ""), r.Text("field", "")
	where := d.readPredicate(r.Get("where"), from+".", found)
	next := r.Get("next")
	start, within := r.Int("next", 0, 0), d.readNames(r, "within", place)
	r.Close()
	switch {
	case ways(!e.IsMissing(), sql != "", from != "" || field != "", !next.IsMissing()) != 1 || from != "" && field == "":
	case !e.IsMissing():
		return readExpr(e, scope, found)
	case sql != "":
		return connectors.Native(sql)
	case from != "":
		return connectors.From{Entity: from, Where: where, Field: field}
	case !next.IsMissing() && !scope.fresh:
		found.Add(n.Finding("mapping/value", "", "only what is new gets the next number"))
		return nil
	case !next.IsMissing():
		return connectors.Next{Start: int64(start), Within: within}
	case where == nil:
		return connectors.Copy{Field: field}
	}
	found.Add(n.Finding("mapping/value", "", "expected a value, {expr: …}, {field: …}, {from: …, where: …, field: …}, {next: 1} or {sql: …}"))
	return nil
}

// readExpr compiles an expression that sees the request and what the scope says; nil after a finding.
func readExpr(n yamlx.Node, scope sourceScope, found *diag.List) connectors.Source {
	p := compileExpr(n, scope.types(), false, found)
	if p == nil {
		return nil
	}
	reads := mentionedFields(n)
	return connectors.Expr(func(env connectors.Env) (connectors.Value, error) {
		return p.run(map[string]any{"request": requestValue(env.Time), "record": recordValue(env.Set, reads)})
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
