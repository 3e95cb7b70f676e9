package rest_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/connectors/rest/resttest"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/testenv"
)

var at = time.Date(2024, 5, 2, 10, 0, 0, 0, time.UTC)

// sagas are writes of several calls each.
func sagas() map[string]func(*testing.T, connectors.Connector) error {
	change := func(set connectors.Fields, rows map[string]connectors.RowChange) connectors.Edit {
		return func(connectors.Record) (connectors.Change, error) {
			return connectors.Change{Set: set, Rows: rows, At: at}, nil
		}
	}
	phones := connectors.RowChange{
		Remove: []connectors.Fields{{"number": "+44 20 1"}},
		Update: []connectors.Row{{Key: "2", Fields: connectors.Fields{"number": "moved", "rank": nil}}},
		Add:    []connectors.Fields{{"number": "new"}, {"number": "newer", "type.label": "Mobile"}},
	}
	return map[string]func(*testing.T, connectors.Connector) error{
		"a record is made with its rows": func(t *testing.T, c connectors.Connector) error {
			_, err := open(t, c, connectortest.People()).Create(t.Context(), connectors.Change{At: at, Set: connectors.Fields{"login": "grace"},
				Rows: map[string]connectors.RowChange{"phones": {Add: []connectors.Fields{{"number": "1"}, {"number": "2"}}}}})
			return err
		},
		"a record and its rows are changed": func(t *testing.T, c connectors.Connector) error {
			_, err := open(t, c, connectortest.People()).Update(t.Context(), "1", connectors.Need{Fields: []string{"login"}},
				change(connectors.Fields{"first_name": "Augusta", "job_title": nil}, map[string]connectors.RowChange{"phones": phones}))
			return err
		},
		"members are replaced": func(t *testing.T, c connectors.Connector) error {
			_, err := open(t, c, connectortest.Roles()).Update(t.Context(), "1", connectors.Need{}, change(connectors.Fields{"role_name": "Chiefs"},
				map[string]connectors.RowChange{"members": {Replace: true, Add: []connectors.Fields{{"emp_no": int64(2)}, {"emp_no": int64(1)}, {"emp_no": int64(3)}}}}))
			return err
		},
		"a record is removed with its rows": func(t *testing.T, c connectors.Connector) error {
			return open(t, c, connectortest.People()).Delete(t.Context(), "1", connectors.Need{}, change(nil, nil))
		},
	}
}

// TestAWriteThatFailsInTheMiddleLeavesNothingBehind lets each call of each write fail in each way. Then all is as it was
// before, or nobody claims to know.
func TestAWriteThatFailsInTheMiddleLeavesNothingBehind(t *testing.T) {
	for _, style := range resttest.Styles()[:testenv.N(2, len(resttest.Styles()))] {
		for name, write := range sagas() {
			t.Run(style.Name+"/"+name, func(t *testing.T) {
				site := resttest.Serve(t, connectortest.Tables(), style)
				if err := write(t, dial(t, site.Block)); err != nil {
					t.Fatal(err)
				}
				calls, done := site.Calls(), tables(t, site)
				for i, call := range calls {
					for what, trouble := range troubles() {
						failAt(t, style, write, i, call, what, trouble, done)
					}
				}
			})
		}
	}
}

func troubles() map[string]legacy.Trouble {
	return map[string]legacy.Trouble{
		"400": {Status: 400}, "403": {Status: 403}, "422": {Status: 422}, "429": {Status: 429, RetryAfter: "1"}, "500": {Status: 500}, "503": {Status: 503},
		"no answer, and nothing done": {Drop: legacy.BeforeTheWork}, "no answer": {Drop: legacy.AfterTheWork}, "half an answer": {Torn: true},
	}
}

func failAt(t *testing.T, style resttest.Style, write func(*testing.T, connectors.Connector) error, i int, call legacy.Call, what string, trouble legacy.Trouble, done []string) {
	site := resttest.Serve(t, connectortest.Tables(), style)
	before := tables(t, site)
	trouble.After, trouble.Times = i, 1
	site.Cause(trouble)
	c := dial(t, site.Block)
	err := write(t, c)
	after := tables(t, site)
	switch kind := connectors.KindOf(err); {
	case err == nil: // what became of the call could be seen
		if d := cmp.Diff(done, after); d != "" {
			t.Errorf("%s at %s: no error, and (-want +got):\n%s", what, call, d)
		}
	case kind == connectors.OutcomeUnknown:
		if trouble.Status/100 == 4 && call.Method != "GET" {
			t.Errorf("%s at %s is no answer that leaves a doubt: %v", what, call, err)
		}
	default:
		if d := cmp.Diff(before, after); d != "" {
			t.Errorf("%s at %s: %v, and (-want +got):\n%s", what, call, err, d)
		}
	}
	if call.Method == "GET" && errors.Is(err, connectors.OutcomeUnknown) && !slices.ContainsFunc(site.Calls()[:i], func(c legacy.Call) bool { return c.Method != "GET" }) {
		t.Errorf("%s at %s: nothing was written before, and %v", what, call, err)
	}
	if err == nil {
		return
	}
	site.Calm()
	if err := write(t, c); err != nil && !errors.Is(err, connectors.Conflict) && !errors.Is(err, connectors.NotFound) && !errors.Is(err, connectors.Precondition) {
		t.Errorf("%s at %s: again: %v", what, call, err)
	}
}

// tables are the rows of all tables, without the keys that the application makes.
func tables(t *testing.T, site *resttest.Site) []string {
	var out []string
	for _, table := range connectortest.Tables() {
		rows := site.Harness(nil).Rows(t, table.Name)
		for _, row := range rows {
			text := table.Name
			for _, c := range table.Columns {
				if !c.Generated || table.Name == "employees" && row[c.Name].(int64) < 9 {
					text += fmt.Sprintf(" %s=%v", c.Name, row[c.Name])
				}
			}
			out = append(out, strings.ReplaceAll(text, "<nil>", "-"))
		}
	}
	slices.Sort(out)
	return out
}
