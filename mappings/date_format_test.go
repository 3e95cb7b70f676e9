package mappings_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
)

const datesApp = `
app: hr
connector: {type: sql}
schemas:
  - id: urn:example:dates:2.0:User
    attributes:
      - {name: seconds, type: dateTime}
      - {name: millis, type: dateTime}
      - {name: numeric, type: dateTime}
      - {name: day, type: dateTime}
      - {name: dayNumber, type: dateTime}
      - {name: german, type: dateTime}
      - {name: minute, type: dateTime}
      - {name: date, type: dateTime}
resources:
  User:
    extensions: [{dates: "urn:example:dates:2.0:User"}]
    entity: employees
    key: emp_no
    attributes:
      userName: login
      dates.seconds: {field: a, format: epoch, empty: 0}
      dates.millis: {field: b, format: epoch_ms}
      dates.numeric: {field: c, format: epoch}
      dates.day: {field: d, format: YYYYMMDD}
      dates.dayNumber: {field: e, format: YYYYMMDD}
      dates.german: {field: f, format: DD.MM.YYYY}
      dates.minute: {field: g, format: 'YYYY-MM-DD hh:mm', empty: '0000-00-00 00:00'}
      dates.date: h
`

const datesShape = `
User emp_no integer readonly
User login text
User a integer
User b integer
User c decimal
User d text
User e integer
User f text
User g text
User h date
`

// dates are the attributes of datesApp, with what their fields may hold.
var dates = map[string]struct {
	field  string
	values []connectors.Value
}{
	"seconds":   {"a", []connectors.Value{nil, int64(0), int64(1767225600), int64(1767225601), int64(-1), int64(1) << 62, int64(-1) << 62}},
	"millis":    {"b", []connectors.Value{nil, int64(0), int64(1767225600000), int64(1767225600500), int64(1767225601000)}},
	"numeric":   {"c", []connectors.Value{nil, connectors.Decimal("1767225600"), connectors.Decimal("1767225600.5"), connectors.Decimal("99999999999999999999")}},
	"day":       {"d", []connectors.Value{nil, "", "20260101", "20260102", "2026-01-01", "20269999", "00000000", "x", " 20260101"}},
	"dayNumber": {"e", []connectors.Value{nil, int64(0), int64(20260101), int64(20260102), int64(20269999), int64(99999999)}},
	"german":    {"f", []connectors.Value{nil, "", "01.01.2026", "02.01.2026", "1.1.2026", "31.12.2025"}},
	"minute":    {"g", []connectors.Value{nil, "0000-00-00 00:00", "2026-01-01 00:00", "2026-01-01 00:01", "2026-01-01 00:00:30", "soon"}},
	"date":      {"h", []connectors.Value{nil, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}},
}

func dateResource(t *testing.T, m *mappings.Mapping, record connectors.Record) scim.Resource {
	t.Helper()
	rs, err := m.Resources(t.Context(), []connectors.Record{record}, everything(m), fakeIDs{})
	if err != nil {
		t.Fatal(err)
	}
	return rs[0]
}

func TestAFilterOnADateMeansTheSameInEveryFormat(t *testing.T) {
	f := app(t, datesApp, datesShape)
	m := f.mappings["User"]
	pushed := map[string]int{}
	for name, c := range dates {
		for _, v := range c.values {
			record := connectors.Record{Key: "1", Fields: connectors.Fields{"login": "ada", c.field: v}}
			r := dateResource(t, m, record)
			for _, at := range []string{
				"2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", "2026-01-01T00:00:30Z", "2026-01-01T01:00:00+01:00", "2025-12-31T23:59:59.999Z", "2026-01-02T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
			} {
				for _, op := range []string{"eq", "ne", "gt", "ge", "lt", "le", "pr"} {
					text := fmt.Sprintf("urn:example:dates:2.0:User:%s %s", name, op)
					if op != "pr" {
						text += ` "` + at + `"`
					}
					x, err := f.filter("User", text)
					if err != nil {
						t.Fatal(err)
					}
					plan, err := m.Plan(t.Context(), x, fakeIDs{})
					if err != nil {
						t.Fatal(err)
					}
					want := filter.Match(x, r)
					got := connectors.Match(plan.Where, record)
					if plan.Residual == nil {
						pushed[name]++
					} else {
						if want && !got {
							t.Errorf("%s of %v: the superset %s leaves it out", text, v, printPredicate(plan.Where))
						}
						got = got && filter.Match(plan.Residual, r)
					}
					if got != want {
						t.Errorf("%s of %v: %v, want %v by %s", text, v, got, want, printPredicate(plan.Where))
					}
				}
			}
		}
	}
	for _, name := range []string{"seconds", "millis", "dayNumber", "day", "german", "date"} {
		if pushed[name] == 0 {
			t.Errorf("nothing about %s was pushed as a whole", name)
		}
	}
}

func TestADateThatIsReadIsStoredAsItWas(t *testing.T) {
	f := app(t, datesApp, datesShape)
	m := f.mappings["User"]
	for name, c := range dates {
		for _, v := range c.values {
			r := dateResource(t, m, connectors.Record{Key: "1", Fields: connectors.Fields{"login": "ada", c.field: v}})
			change, err := m.Insert(t.Context(), r, fakeIDs{}, noon)
			if err != nil {
				t.Fatal(err)
			}
			if stored, there := change.Set[c.field]; there && r.Object("urn:example:dates:2.0:User") != nil && fmt.Sprint(stored) != fmt.Sprint(v) {
				t.Errorf("%s was %v and is stored as %v", name, v, stored)
			}
		}
	}
}
