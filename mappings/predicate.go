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

// readPredicate reads a mapping of fields to conditions, joined by and: a value equals, a list is one of, null is
// empty, {le: v} compares, {not: p} negates; `any: [p, p]` holds when one of them does. It is data: nothing in it is
// ever evaluated as an expression over the record.
func readPredicate(d *resourceDef, n yamlx.Node, found *diag.List) connectors.Predicate {
	if n.IsMissing() || n.IsNull() {
		return nil
	}
	if !n.IsMap() {
		found.Add(n.Finding("mapping/predicate", "", "expected conditions such as {status: A, closed: null}"))
		return nil
	}
	var all connectors.And
	for _, e := range n.Entries() {
		if e.Name == "any" && e.Value.IsList() {
			var some connectors.Or
			for _, item := range e.Value.Items() {
				some = append(some, readPredicate(d, item, found))
			}
			all = append(all, some)
			continue
		}
		d.note(e.Name, e.Key)
		if p := readCondition(e.Name, e.Value, found); p != nil {
			all = append(all, p)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

func readCondition(field string, n yamlx.Node, found *diag.List) connectors.Predicate {
	switch {
	case n.IsScalar():
		return connectors.Leaf{Field: field, Op: connectors.Eq, Value: n.Scalar()}
	case n.IsList():
		in := connectors.In{Field: field}
		for _, item := range n.Items() {
			in.Values = append(in.Values, item.Scalar())
		}
		return in
	}
	var all connectors.And
	for _, e := range n.Entries() {
		op, isComparison := comparisons[e.Name]
		switch {
		case e.Name == "not":
			if p := readCondition(field, e.Value, found); p != nil {
				all = append(all, connectors.Not{Term: p})
			}
		case isComparison && e.Value.IsScalar():
			all = append(all, connectors.Leaf{Field: field, Op: op, Value: e.Value.Scalar()})
		default:
			known := []string{"not", "lt", "le", "gt", "ge", "starts", "ends", "contains"}
			slices.Sort(known)
			found.Add(e.Key.Finding("mapping/predicate", diag.Suggest(e.Name, known), "unknown condition %q", e.Name))
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

// fieldsOf lists the fields a predicate compares.
func fieldsOf(p connectors.Predicate) []string {
	switch p := p.(type) {
	case connectors.And:
		return fieldsOfAll(p)
	case connectors.Or:
		return fieldsOfAll(p)
	case connectors.Not:
		return fieldsOf(p.Term)
	case connectors.Leaf:
		return []string{p.Field}
	case connectors.In:
		return []string{p.Field}
	default:
		return nil
	}
}

func fieldsOfAll(list []connectors.Predicate) []string {
	var fields []string
	for _, p := range list {
		fields = union(fields, fieldsOf(p)...)
	}
	return fields
}

// union appends what is not there yet.
func union(list []string, more ...string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}
