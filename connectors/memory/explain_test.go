package memory_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/golden"
)

func TestOperationsAreExplainedInWords(t *testing.T) {
	spec := connectortest.People()
	app := connectortest.InMemory(t, connectortest.Tables())
	e, findings := app.Connector.Open(t.Context(), spec)
	if findings.HasErrors() {
		t.Fatal(findings.Err())
	}
	need := connectors.Need{Fields: []string{"login"}, Rows: map[string][]string{"phones": {"number"}, "groups": {"role_id"}}}
	leaf := func(field string, op connectors.Op, v connectors.Value) connectors.Predicate {
		return connectors.Leaf{Field: field, Op: op, Value: v}
	}
	ops := []struct {
		name string
		op   connectors.Operation
	}{
		{"get", connectors.GetOp{Keys: []connectors.Key{"1", "2"}, Need: need}},
		{"list all", connectors.ListOp{Query: connectors.Query{Limit: 10}}},
		{"count", connectors.ListOp{Query: connectors.Query{Where: leaf("login", connectors.Eq, "x"), Total: true}}},
		{"list", connectors.ListOp{Query: connectors.Query{
			Where: connectors.And{
				leaf("login", connectors.Pr, nil), connectors.Not{Term: connectors.Or{leaf("status", connectors.Eq, "T"), connectors.Or{}}},
				connectors.In{Field: "kind", Values: []connectors.Value{"P", nil}}, connectors.Any{Relation: "phones", Where: leaf("number", connectors.Sw, "+44")},
			},
			Order: []connectors.Order{{Field: "last_name", Desc: true}, {Field: "login"}}, Need: need, Offset: 20, Limit: 10, Total: true,
		}}},
		{"continue", connectors.ListOp{Query: connectors.Query{Order: []connectors.Order{{Field: "login"}}, Limit: 10, After: "x"}}},
		{"create", connectors.CreateOp{Change: connectors.Change{Set: connectors.Fields{"login": "x"}, Rows: map[string]connectors.RowChange{
			"phones": {Add: []connectors.Fields{{"number": "1", "kind": "W"}}}}}}},
		{"update nothing", connectors.UpdateOp{Key: "1", Need: need}},
		{"update", connectors.UpdateOp{Key: "1", Change: connectors.Change{Set: connectors.Fields{"login": "x", "first_name": nil}}}},
		{"change rows", connectors.UpdateOp{Key: "1", Change: connectors.Change{Rows: map[string]connectors.RowChange{"phones": {
			Replace: true, Add: []connectors.Fields{{"number": "1"}}, Remove: []connectors.Fields{{"number": "2"}}, Drop: []connectors.Key{"3"},
			Update: []connectors.Row{{Key: "4", Fields: connectors.Fields{"kind": "M"}}},
		}}}}},
		{"delete", connectors.DeleteOp{Key: "1"}},
	}
	golden.Run(t, "testdata/explain.txtar", func(t *testing.T, c *golden.Case) {
		for _, o := range ops {
			calls, err := e.(connectors.Explainer).Explain(t.Context(), o.op)
			if err != nil {
				t.Fatalf("%s: %v", o.name, err)
			}
			var lines strings.Builder
			for _, call := range calls {
				fmt.Fprintln(&lines, call)
			}
			c.Want(o.name, lines.String())
		}
	})
}

func TestWhatIsOutsideTheShapeIsNotExplained(t *testing.T) {
	app := connectortest.InMemory(t, connectortest.Tables())
	e, _ := app.Connector.Open(t.Context(), connectortest.People())
	for _, op := range []connectors.Operation{
		connectors.GetOp{Need: connectors.Need{Fields: []string{"badge"}}},
		connectors.ListOp{Query: connectors.Query{Where: connectors.Leaf{Field: "badge", Op: connectors.Pr}}},
		connectors.CreateOp{Change: connectors.Change{Set: connectors.Fields{"badge": "x"}}},
		connectors.UpdateOp{Change: connectors.Change{Rows: map[string]connectors.RowChange{"cars": {Replace: true}}}},
	} {
		if calls, err := e.(connectors.Explainer).Explain(t.Context(), op); connectors.KindOf(err) != connectors.Unsupported {
			t.Errorf("%#v: %v, %v", op, calls, err)
		}
	}
}
