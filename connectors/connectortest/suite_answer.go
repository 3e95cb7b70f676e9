package connectortest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// createAnswers compares what Create tells of Change.Answer, which may be nothing, with what Get reads.
func createAnswers(t *testing.T, h Harness) {
	need := connectors.Need{
		Fields: []string{"login", "first_name", "status", "salary", "hired", "updated_at", "dept_code", "department.name", "manager_no", "manager.login"},
		Rows:   map[string][]string{"phones": {"number", "type.label"}, "groups": {"role_id", "role.role_name"}},
	}
	for name, c := range map[string]connectors.Change{
		"a login alone":       {Set: connectors.Fields{"login": "x"}},
		"without a join":      {Set: connectors.Fields{"login": "x", "dept_code": nil, "manager_no": nil}},
		"with a join":         {Set: connectors.Fields{"login": "x", "manager_no": ada, "salary": connectors.Decimal("1.5"), "hired": "2024-02-29"}},
		"with a code to find": {Set: connectors.Fields{"login": "x", "department.name": "Human Resources"}},
		"with rows": {Set: connectors.Fields{"login": "x"}, Rows: map[string]connectors.RowChange{"phones": {
			Add: []connectors.Fields{{"number": "1", "type.label": "Mobile"}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, h)
			e := s.people()
			c.At, c.Answer = requested(), need
			made, err := e.Create(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			read := s.get(e, made.Key, need)
			if made.Version != read.Version {
				t.Errorf("the version is %q, and read as %q", made.Version, read.Version)
			}
			for field, v := range made.Fields {
				if d := cmp.Diff(read.Fields[field], v); d != "" {
					t.Errorf("%s (-read +told):\n%s", field, d)
				}
			}
			for relation, rows := range made.Rows {
				if d := cmp.Diff(read.Rows[relation], rows, cmpopts.EquateEmpty()); d != "" {
					t.Errorf("%s (-read +told):\n%s", relation, d)
				}
			}
		})
	}
	t.Run("nothing of one that is gone or out of scope", func(t *testing.T) {
		for _, field := range []connectors.Fields{{"login": "x", "deleted": int64(1)}, {"login": "x", "kind": "S"}} {
			s := newSite(t, h)
			made, err := s.people().Create(t.Context(), connectors.Change{Set: field, At: requested(), Answer: need})
			if err == nil && len(made.Fields)+len(made.Rows) > 0 {
				t.Errorf("%v: told %v %v", field, made.Fields, made.Rows)
			}
		}
	})
}

// distinctFields gives a second record what the first has in a field that the shape calls distinct.
func distinctFields(t *testing.T, h Harness) {
	s := newSite(t, h)
	e := s.people()
	values := connectors.Fields{"login": "somebody", "ext_ref": "ref-a"}
	s.mustCreate(e, values)
	for field, v := range values {
		second := connectors.Fields{"login": "another", "ext_ref": "ref-b"}
		switch e.Shape().Fields[field].Distinct {
		case fold.None:
			second[field] = v
		case fold.ASCII:
			second[field] = strings.ToUpper(v.(string))
		default:
			continue
		}
		_, err := e.Create(t.Context(), setting(second))
		wantKind(t, err, connectors.Conflict, field)
	}
}
