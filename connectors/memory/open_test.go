package memory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/diag"
)

func TestFindingsSayWhatIsWrongAndWhatWasMeant(t *testing.T) {
	for _, c := range []struct {
		name   string
		mangle func(*connectors.Spec)
		want   []string
	}{
		{"an unknown table", func(s *connectors.Spec) { s.Entity = "employes" },
			[]string{`hr.yaml:1:1: there is no table "employes" [connector/unknown-entity] (did you mean employees?)`}},
		{"an unknown column", func(s *connectors.Spec) { s.Fields = append(s.Fields, "logn") },
			[]string{`hr.yaml:1:1: employees has no column "logn" [connector/unknown-field] (did you mean login?)`}},
		{"an unknown column to copy from", func(s *connectors.Spec) { s.Insert["nick"] = connectors.Copy{Field: "logn"} },
			[]string{`hr.yaml:1:1: employees has no column "logn" [connector/unknown-field] (did you mean login?)`}},
		{"an unknown table to read a value from", func(s *connectors.Spec) { s.Insert["dept_code"] = connectors.From{Entity: "depts"} },
			[]string{`hr.yaml:1:1: there is no table "depts" [connector/unknown-entity]`}},
		{"a native expression", func(s *connectors.Spec) { s.Insert["badge"] = connectors.Native("nextval('s')") },
			[]string{`hr.yaml:1:1: badge: a table in memory has no native expressions [connector/unsupported-source]`}},
		{"a predicate that cannot hold", func(s *connectors.Spec) {
			s.Scope = connectors.Leaf{Field: "hired", Op: connectors.Gt, Value: "spring"}
		},
			[]string{`hr.yaml:1:1: hired: a string that is not of type date [connector/bad-predicate]`}},
		{"a predicate over a relation that is not there", func(s *connectors.Spec) {
			s.Protect = connectors.Any{Relation: "cars", Where: connectors.Leaf{Field: "plate", Op: connectors.Pr}}
		}, []string{`hr.yaml:1:1: cars/plate: there is no such field [connector/bad-predicate]`}},
		{"rows that nothing tells apart", func(s *connectors.Spec) {
			r := s.Relations["phones"]
			r.Identity = nil
			s.Relations["phones"] = r
		}, []string{`hr.yaml:1:1: nothing tells the rows of phones apart [connector/no-identity]`}},
		{"a table without a key", func(s *connectors.Spec) { *s = connectors.Spec{Entity: "employee_roles", At: s.At} },
			[]string{`hr.yaml:1:1: employee_roles has no primary key, so the app file must name one [connector/no-key]`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			app := connectortest.InMemory(t, connectortest.WithoutUniqueMembership(connectortest.Tables()))
			spec := connectortest.People()
			c.mangle(&spec)
			_, findings := app.Connector.Open(t.Context(), spec)
			var got []string
			for _, f := range findings.Sorted() {
				got = append(got, f.String())
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestATableWithoutAKeyIsOpenedByTheKeyThatTheAppFileNames(t *testing.T) {
	app := connectortest.InMemory(t, connectortest.WithoutUniqueMembership(connectortest.Tables()))
	e, findings := app.Connector.Open(t.Context(), connectors.Spec{
		Entity: "employee_roles", Key: []string{"role_id", "emp_no"}, Fields: []string{"granted_by"},
		At: map[string]diag.Position{"": {File: "hr.yaml"}},
	})
	if findings.HasErrors() {
		t.Fatal(findings.Err())
	}
	got, err := e.Get(t.Context(), []connectors.Key{"1~8"}, connectors.Need{Fields: []string{"granted_by"}})
	want := map[connectors.Key]connectors.Record{"1~8": {Key: "1~8", Fields: connectors.Fields{"granted_by": "ceo"}}}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}
