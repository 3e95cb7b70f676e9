package connectortest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

func openTests() []test {
	return []test{
		{"the fixture opens without findings that are errors", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			for _, spec := range []connectors.Spec{People(), Roles(), Departments(), Memberships()} {
				s.open(spec)
			}
		}},
		{"every name that is not there is a finding at its place in the app file", unknownNames},
		{"a value that the field of a predicate cannot hold is a finding", func(t *testing.T, h Harness) {
			spec := People()
			spec.Gone = leaf("deleted", connectors.Eq, "perhaps")
			_, findings := newSite(t, h).Connector.Open(t.Context(), spec)
			if !findings.HasErrors() {
				t.Error("no finding")
			}
		}},
		{"an application answers a ping", func(t *testing.T, h Harness) {
			if err := newSite(t, h).Connector.Ping(t.Context()); err != nil {
				t.Error(err)
			}
		}},
		{"the shape tells types, lengths, what may be empty, what is unique and what is read only", shapes},
	}
}

func unknownNames(t *testing.T, h Harness) {
	s := newSite(t, h)
	cases := []struct {
		at     string
		mangle func(*connectors.Spec)
	}{
		{"employes", func(s *connectors.Spec) { s.Entity = "employes" }},
		{"logn", func(s *connectors.Spec) { s.Fields = append(s.Fields, "logn") }},
		{"emp_nr", func(s *connectors.Spec) { s.Key = []string{"emp_nr"} }},
		{"department.nam", func(s *connectors.Spec) { s.Joins[0].Fields = []string{"nam"} }},
		{"phones/numbr", func(s *connectors.Spec) {
			r := s.Relations["phones"]
			r.Fields = append(r.Fields, "numbr")
			s.Relations["phones"] = r
		}},
		{"phones/type.labl", func(s *connectors.Spec) {
			r := s.Relations["phones"]
			r.Joins[0].Fields = []string{"labl"}
			s.Relations["phones"] = r
		}},
		{"statsu", func(s *connectors.Spec) { s.Insert["statsu"] = connectors.Const{Value: "A"} }},
		{"changed", func(s *connectors.Spec) {
			s.Stamp.Update = map[string]connectors.Source{"changed": connectors.Const{Value: "x"}}
		}},
	}
	for _, c := range cases {
		spec := People()
		spec.At = map[string]diag.Position{"": {File: "hr.yaml", Line: 1, Col: 1}, c.at: {File: "hr.yaml", Line: 7, Col: 9}}
		c.mangle(&spec)
		_, findings := s.Connector.Open(t.Context(), spec)
		if !findings.HasErrors() {
			t.Errorf("%s: no finding", c.at)
			continue
		}
		found := false
		for _, f := range findings {
			found = found || f.Severity == diag.Error && f.Pos == spec.At[c.at]
		}
		if !found {
			t.Errorf("%s: no finding at %s: %v", c.at, spec.At[c.at], findings)
		}
	}
}

func shapes(t *testing.T, h Harness) {
	s := newSite(t, h)
	type facts struct {
		Type     connectors.Type
		Nullable bool
		Max      int
		Distinct bool
		ReadOnly bool
	}
	want := map[string]facts{
		"emp_no":          {Type: connectors.TypeInteger, Distinct: !h.Indirect, ReadOnly: true},
		"login":           {Type: connectors.TypeText, Max: 64, Distinct: !h.Indirect},
		"ext_ref":         {Type: connectors.TypeText, Max: 64, Distinct: !h.Indirect, Nullable: true},
		"job_title":       {Type: connectors.TypeText, Nullable: true},
		"status":          {Type: connectors.TypeText, Max: 1},
		"deleted":         {Type: connectors.TypeInteger},
		"temp":            {Type: connectors.TypeBool, Nullable: true},
		"salary":          {Type: connectors.TypeDecimal, Nullable: true},
		"fte":             {Type: connectors.TypeFloat, Nullable: true},
		"hired":           {Type: connectors.TypeDate, Nullable: true},
		"updated_at":      {Type: connectors.TypeTime, Nullable: true},
		"department.name": {Type: connectors.TypeText, Max: 60, Nullable: true},
		"manager.login":   {Type: connectors.TypeText, Max: 64, Nullable: true, ReadOnly: true},
	}
	shape := s.people().Shape()
	got := map[string]facts{}
	for name := range want {
		f := shape.Fields[name]
		got[name] = facts{f.Type, f.Nullable, f.Max, f.Distinct != "", f.ReadOnly}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("fields (-want +got):\n%s", d)
	}
	if _, ok := shape.Fields["badge"]; ok {
		t.Error("a field that the Spec does not name is in the shape")
	}
	row := shape.Relations["phones"].Fields
	if row["number"].Type != connectors.TypeText || row["rank"].Type != connectors.TypeInteger || row["type.label"].Max != 20 {
		t.Errorf("fields of a row: %v", row)
	}
	if shape.Relations["phones"].Unique || !s.roles().Shape().Relations["members"].Unique {
		t.Error("only the index on (emp_no, role_id) keeps two rows of one identity apart")
	}
}
