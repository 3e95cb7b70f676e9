package connectortest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// today is a value that every request evaluates.
var today = connectors.Expr(func(e connectors.Env) (connectors.Value, error) { return e.Time.Format(time.DateOnly), nil })

// clockTests are about predicates that look at the instant of the request.
func clockTests() []test {
	return []test{
		{"bounds move with the request: in reads, counts, rows and writes alike", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			spec.Scope, spec.Gone = leaf("hired", connectors.Le, today), nil
			spec.Protect = connectors.In{Field: "hired", Values: []connectors.Value{today}}
			spec.Relations["reports"] = connectors.Relation{
				Entity: "employees", By: map[string]string{"manager_no": "emp_no"}, Fields: []string{"login"}, Identity: []string{"login"},
				Where: leaf("hired", connectors.Lt, today), ReadOnly: true,
			}
			e := s.open(spec)
			for _, c := range []struct {
				day     time.Time
				want    []connectors.Key
				reports int
			}{
				{date(1990, 1, 1), keys(), 0}, {date(2019, 3, 1), keys(ada, zoe, terry), 0},
				{date(2019, 3, 2), keys(ada, zoe, terry), 1}, {date(2024, 5, 1), keys(ada, brian, zoe, terry), 2},
			} {
				ctx := connectors.During(t.Context(), c.day.Add(10*time.Hour))
				page, err := e.List(ctx, connectors.Query{Limit: 100, Total: true})
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(c.want, keysOf(page)); d != "" || page.Total != len(c.want) && e.Shape().Total {
					t.Errorf("on %s of %d (-want +got):\n%s", c.day, page.Total, d)
				}
				got, err := e.Get(ctx, keys(ada, brian), connectors.Need{Rows: map[string][]string{"reports": {"login"}}})
				if err != nil {
					t.Fatal(err)
				}
				if n := len(got[key(ada)].Rows["reports"]); n != c.reports {
					t.Errorf("on %s there are %d reports, want %d", c.day, n, c.reports)
				}
				n := 0
				for _, err := range e.Rows(ctx, "reports", keys(ada), "") {
					if err != nil {
						t.Fatal(err)
					}
					n++
				}
				if n != c.reports {
					t.Errorf("on %s %d reports are streamed, want %d", c.day, n, c.reports)
				}
			}
			on := func(day time.Time) error {
				_, err := e.Update(connectors.During(t.Context(), day), key(brian), connectors.Need{}, nothing)
				return err
			}
			wantKind(t, on(date(2021, 11, 29)), connectors.NotFound, "")
			wantKind(t, on(date(2021, 11, 30)), connectors.Protected, "")
			if err := on(date(2021, 12, 1)); err != nil {
				t.Error(err)
			}
		}},
		{"a value that cannot be compared is found when the spec is opened", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			spec.Scope = leaf("emp_no", connectors.Eq, today)
			if _, found := s.Connector.Open(t.Context(), spec); !found.HasErrors() {
				t.Error("a date was compared with a number")
			}
		}},
		{"a value that fails is a defect of the app file", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			begin := requested()
			spec.Scope = leaf("hired", connectors.Le, connectors.Expr(func(e connectors.Env) (connectors.Value, error) {
				if e.Time.After(begin) {
					return nil, errors.New("no time")
				}
				return e.Time, nil
			}))
			e, found := s.Connector.Open(connectors.During(t.Context(), begin), spec)
			if found.HasErrors() {
				t.Fatal(found.Err())
			}
			late := connectors.During(t.Context(), begin.Add(time.Hour))
			_, err := e.List(late, connectors.Query{Limit: 1})
			wantKind(t, err, connectors.Internal, "hired")
			if _, found := s.Connector.Open(late, spec); !found.HasErrors() {
				t.Error("the failure was not found when the spec was opened")
			}
		}},
	}
}
