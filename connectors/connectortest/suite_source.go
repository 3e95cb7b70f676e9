package connectortest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

// sourceTests are about values that no client gave.
func sourceTests() []test {
	return []test{
		{"an insert from another entity that finds none or several is internal", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			for _, name := range []string{"Nowhere", "Twin"} {
				spec := People()
				spec.Insert["dept_code"] = connectors.From{Entity: "departments", Where: leaf("name", connectors.Eq, name), Field: "code"}
				before := s.whole()
				_, err := s.open(spec).Create(t.Context(), setting(connectors.Fields{"login": "x"}))
				wantKind(t, err, connectors.Internal, "")
				s.wantChanges(t, before)
			}
		}},
		{"an expression sees what the write sets and the instant of the request, for a row those of the row", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec, said := People(), connectors.Expr(func(e connectors.Env) (connectors.Value, error) {
				return fmt.Sprintf("%d %v %v", len(e.Set), e.Set["number"], e.Time.Equal(requested())), nil
			})
			spec.Insert = map[string]connectors.Source{"job_title": said, "status": connectors.Const{Value: "A"}}
			phones := spec.Relations["phones"]
			phones.Insert = map[string]connectors.Source{"note": said}
			spec.Relations["phones"] = phones
			before := s.whole()
			change := changing("phones", connectors.RowChange{Add: []connectors.Fields{{"number": "1", "rank": int64(2)}}})
			change.Set = connectors.Fields{"login": "x"}
			r, err := s.open(spec).Create(t.Context(), change)
			if err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before,
				"+ employees: login=x job_title=1 <nil> true status=A deleted=0 updated_at=2024-05-02T10:00:00Z updated_by=scim",
				"+ phones: emp_no="+string(r.Key)+" purpose=work number=1 rank=2 note=2 1 true")
		}},
		{"an expression that fails is a defect of the app file, and nothing is written", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			spec.Insert["full_name"] = connectors.Expr(func(connectors.Env) (connectors.Value, error) { return nil, errors.New("no name") })
			before := s.whole()
			_, err := s.open(spec).Create(t.Context(), setting(connectors.Fields{"login": "x"}))
			wantKind(t, err, connectors.Internal, "full_name")
			s.wantChanges(t, before)
		}},
		{"every equality of Where fills a new row", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			phones := spec.Relations["phones"]
			phones.Where = connectors.And{leaf("purpose", connectors.Eq, "work"), connectors.And{leaf("kind", connectors.Eq, "W"), leaf("rank", connectors.Ne, int64(9))}}
			spec.Relations["phones"] = phones
			e := s.open(spec)
			before := s.whole()
			for range 2 {
				s.mustUpdate(e, key(zoe), changing("phones", connectors.RowChange{Add: []connectors.Fields{{"number": "1"}}}))
			}
			s.wantChanges(t, before, append(s.stamped(before, zoe), "+ phones: emp_no=4 purpose=work kind=W number=1 note=by scim")...)
		}},
	}
}
