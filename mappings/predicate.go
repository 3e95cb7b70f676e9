package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// comparisons are the operators of a predicate by the key that names them.
var comparisons = map[string]connectors.Op{
	"lt": connectors.Lt, "le": connectors.Le, "gt": connectors.Gt, "ge": connectors.Ge,
	"starts": connectors.Sw, "ends": connectors.Ew, "contains": connectors.Co,
}

// conditions are all keys of a condition, for suggestions.
var conditions = []string{"contains", "ends", "expr", "ge", "gt", "le", "lt", "not", "starts"}

// readPredicate reads a mapping of fields to conditions, joined by and: a value equals, a list is one of, null is
// empty, {le: v} compares, {not: p} negates; `any: [p, p]` holds when one of them does. It is data: nothing in it is
// ever evaluated as an expression over the record, but a value may be {expr: e} over the request. prefix stands before
// its fields in the connector's findings.
func (d *resourceDef) readPredicate(n yamlx.Node, prefix string, found *diag.List) connectors.Predicate {
	if n.IsMissing() || n.IsNull() {
		return nil
	}
	return d.conditions(n, prefix, found)
}

// conditions reads a mapping that must be there; nil after a finding.
func (d *resourceDef) conditions(n yamlx.Node, prefix string, found *diag.List) connectors.Predicate {
	if len(n.Entries()) == 0 {
		found.Add(n.Finding("mapping/predicate", "", "expected conditions such as {status: A, closed: null}"))
		return nil
	}
	var all connectors.And
	for _, e := range n.Entries() {
		var p connectors.Predicate
		if e.Name == "any" && e.Value.IsList() {
			p = d.alternatives(e.Value, prefix, found)
		} else {
			d.note(prefix+e.Name, e.Key)
			p = readCondition(e.Name, e.Value, found)
		}
		if p != nil {
			all = append(all, p)
		}
	}
	return single(all)
}

func (d *resourceDef) alternatives(n yamlx.Node, prefix string, found *diag.List) connectors.Predicate {
	some := connectors.Or{}
	for _, item := range n.Items() {
		if p := d.conditions(item, prefix, found); p != nil {
			some = append(some, p)
		}
	}
	if len(n.Items()) == 0 {
		found.Add(n.Finding("mapping/predicate", "", "expected at least one mapping of conditions"))
	}
	return some
}

func readCondition(field string, n yamlx.Node, found *diag.List) connectors.Predicate {
	switch {
	case isOperand(n):
		return readComparison(field, connectors.Eq, n, found)
	case n.IsList():
		return readAlternativeValues(field, n, found)
	case len(n.Entries()) == 0:
		found.Add(n.Finding("mapping/predicate", "", "expected a value, a list of them or a comparison such as {ge: 18}"))
	}
	var all connectors.And
	for _, e := range n.Entries() {
		op, isComparison := comparisons[e.Name]
		switch {
		case e.Name == "not":
			if p := readCondition(field, e.Value, found); p != nil {
				all = append(all, connectors.Not{Term: p})
			}
		case !isComparison:
			found.Add(e.Key.Finding("mapping/predicate", diag.Suggest(e.Name, conditions), "unknown condition %q", e.Name))
		case !isOperand(e.Value) || e.Value.IsNull():
			found.Add(e.Value.Finding("mapping/predicate", "", "%q compares with a value", e.Name))
		default:
			if p := readComparison(field, op, e.Value, found); p != nil {
				all = append(all, p)
			}
		}
	}
	return single(all)
}

// isOperand tells a value, or {expr: e}, from conditions.
func isOperand(n yamlx.Node) bool {
	return n.IsScalar() || len(n.Entries()) == 1 && !n.Get("expr").IsMissing()
}

// readOperand reads a value to compare with; ok is false after a finding.
func readOperand(n yamlx.Node, found *diag.List) (v connectors.Value, ok bool) {
	if n.IsScalar() {
		return n.Scalar(), true
	}
	e, ok := readExpr(n.Get("expr"), sourceScope{}, found).(connectors.Expr)
	return e, ok
}

func readComparison(field string, op connectors.Op, n yamlx.Node, found *diag.List) connectors.Predicate {
	v, ok := readOperand(n, found)
	if !ok {
		return nil
	}
	return connectors.Leaf{Field: field, Op: op, Value: v}
}

func readAlternativeValues(field string, n yamlx.Node, found *diag.List) connectors.Predicate {
	in := connectors.In{Field: field}
	for _, item := range n.Items() {
		if !isOperand(item) {
			found.Add(item.Finding("mapping/predicate", "", "expected a value"))
			continue
		}
		if v, ok := readOperand(item, found); ok {
			in.Values = append(in.Values, v)
		}
	}
	if len(n.Items()) == 0 {
		found.Add(n.Finding("mapping/predicate", "", "expected at least one value"))
	}
	return in
}

// single is what all terms say: nil for none, and one stands for itself.
func single(all connectors.And) connectors.Predicate {
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	default:
		return all
	}
}

// allOf holds when every term does; those that are nil say nothing.
func allOf(terms ...connectors.Predicate) connectors.Predicate {
	var all connectors.And
	for _, t := range terms {
		if t != nil {
			all = append(all, t)
		}
	}
	return single(all)
}

// not negates; nil stays nil.
func not(p connectors.Predicate) connectors.Predicate {
	if p == nil {
		return nil
	}
	return connectors.Not{Term: p}
}

// onlyAbout reports whether a predicate looks at these fields and no others, and at no clock.
func onlyAbout(p connectors.Predicate, fields map[string]connectors.Source) bool {
	all := func(list []connectors.Predicate) bool {
		return !slices.ContainsFunc(list, func(t connectors.Predicate) bool { return !onlyAbout(t, fields) })
	}
	has := func(field string, values ...connectors.Value) bool {
		_, ok := fields[field]
		return ok && !slices.ContainsFunc(values, func(v connectors.Value) bool { _, moves := v.(connectors.Expr); return moves })
	}
	switch p := p.(type) {
	case connectors.And:
		return all(p)
	case connectors.Or:
		return all(p)
	case connectors.Not:
		return onlyAbout(p.Term, fields)
	case connectors.Leaf:
		return has(p.Field, p.Value)
	case connectors.In:
		return has(p.Field, p.Values...)
	default:
		return false
	}
}

// compares reports whether a predicate says something about one of these fields.
func compares(p connectors.Predicate, fields map[string]connectors.Source) bool {
	has := func(field string) bool { _, ok := fields[field]; return ok }
	some := func(list []connectors.Predicate) bool {
		return slices.ContainsFunc(list, func(t connectors.Predicate) bool { return compares(t, fields) })
	}
	switch p := p.(type) {
	case connectors.And:
		return some(p)
	case connectors.Or:
		return some(p)
	case connectors.Not:
		return compares(p.Term, fields)
	case connectors.Leaf:
		return has(p.Field)
	case connectors.In:
		return has(p.Field)
	default:
		return false
	}
}
