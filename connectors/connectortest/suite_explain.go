package connectortest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

// canary is a value that no text of a call may hold.
const canary = "cAnArY'7"

func explainTests() []test {
	return []test{
		{"explaining an operation changes nothing", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			e := s.people()
			for name, op := range operations(e.Shape(), 3) {
				s.explain(t, e, name, op)
			}
			s.wantChanges(t, before)
		}},
		{"an operation is explained alike every time, by at least one call", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			for name, op := range operations(e.Shape(), 3) {
				first, second := s.explain(t, e, name, op), s.explain(t, e, name, op)
				if len(first) == 0 || fmt.Sprint(textsOf(first)) != fmt.Sprint(textsOf(second)) {
					t.Errorf("%s: %v, then %v", name, first, second)
				}
			}
		}},
		{"values stand beside the text of a call and never inside, nor in what is printed of it", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			for name, op := range operations(e.Shape(), 3) {
				bound := false
				for _, c := range s.explain(t, e, name, op) {
					if strings.Contains(strings.ToLower(c.Text), "canary") || strings.Contains(strings.ToLower(c.String()), "canary") {
						t.Errorf("%s: %s", name, c.Text)
					}
					for _, a := range c.Args {
						bound = bound || strings.Contains(strings.ToLower(fmt.Sprint(a)), "canary")
					}
				}
				if needs := name != "get" && name != "delete" && (name != "list" || !e.Shape().Each); needs && !bound {
					t.Errorf("%s: the value is bound nowhere", name)
				}
			}
		}},
		{"a read costs the same number of calls however many keys and records there are", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			if e.Shape().Each {
				t.Skip("the application may be asked for each record")
			}
			need := connectors.Need{Fields: []string{"login", "department.name"}, Rows: map[string][]string{"phones": {"number"}, "groups": {"role_id"}}}
			many := []connectors.Key{}
			for i := range int64(500) {
				many = append(many, key(i+1))
			}
			few := len(s.explain(t, e, "get", connectors.GetOp{Keys: keys(ada), Need: need}))
			if got := len(s.explain(t, e, "get", connectors.GetOp{Keys: many, Need: need})); got != few {
				t.Errorf("500 keys cost %d calls, one key %d", got, few)
			}
			few = len(s.explain(t, e, "list", connectors.ListOp{Query: connectors.Query{Need: need, Limit: 1}}))
			if got := len(s.explain(t, e, "list", connectors.ListOp{Query: connectors.Query{Need: need, Limit: 500}})); got != few {
				t.Errorf("500 records cost %d calls, one record %d", got, few)
			}
		}},
	}
}

// explain explains op; a connector that cannot is no skip, because every connector can.
func (s *site) explain(t *testing.T, e connectors.Entity, name string, op connectors.Operation) []connectors.Call {
	t.Helper()
	x, ok := connectors.As[connectors.Explainer](e)
	if !ok {
		t.Fatal("the entity is no Explainer")
	}
	calls, err := x.Explain(t.Context(), op)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return calls
}

// operations is each operation once, on n keys or rows, with canaries where values go. A list asks for as much as the
// shape can select.
func operations(shape connectors.Shape, n int) map[string]connectors.Operation {
	var many []connectors.Key
	var rows []connectors.Fields
	for i := range n {
		many = append(many, key(int64(i+1)))
		rows = append(rows, connectors.Fields{"number": fmt.Sprint(canary, i)})
	}
	need := connectors.Need{Fields: []string{"login"}, Rows: map[string][]string{"phones": {"number"}}}
	change := changing("phones", connectors.RowChange{
		Add: rows, Remove: []connectors.Fields{{"number": canary}}, Update: []connectors.Row{{Key: "1", Fields: connectors.Fields{"number": canary}}},
	})
	change.Set = connectors.Fields{"login": canary, "first_name": canary}
	where := connectors.Predicate(leaf("login", connectors.Eq, canary))
	whole := connectors.Or{
		leaf("login", connectors.Eq, canary), connectors.In{Field: "first_name", Values: []connectors.Value{canary, canary + "2"}},
		connectors.Any{Relation: "phones", Where: leaf("number", connectors.Eq, canary)},
	}
	if connectors.PushOf(shape, whole) != connectors.No {
		where = whole
	}
	return map[string]connectors.Operation{
		"get":    connectors.GetOp{Keys: many, Need: need},
		"find":   connectors.ListOp{Query: connectors.Query{Where: leaf("login", connectors.Eq, canary), Limit: 10}},
		"list":   connectors.ListOp{Query: connectors.Query{Where: where, Need: need, Limit: 10, Total: true}},
		"create": connectors.CreateOp{Change: change},
		"update": connectors.UpdateOp{Key: key(ada), Need: need, Change: change},
		"delete": connectors.DeleteOp{Key: key(ada), Need: need},
	}
}

func textsOf(calls []connectors.Call) []string {
	out := make([]string, len(calls))
	for i, c := range calls {
		out[i] = c.Text
	}
	return out
}
