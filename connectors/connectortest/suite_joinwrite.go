package connectortest

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

// joinWriteTests are about writing records that are kept in several tables.
func joinWriteTests() []test {
	return []test{
		{"a new record brings its joined ones, in the order in which they refer to each other", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			r := s.create(t, connectors.Fields{"login": "new", "staff.site": "Bergen", "person.last_name": "New", "settings.theme": "blue", "employment.title": "Clerk",
				"department.name": "Human Resources"})
			number := s.number("employments", "title", "Clerk", "emp_no")
			s.wantChanges(t, before,
				"+ accounts: login=new emp_no="+number+" changed_by=scim",
				"+ staff: person_id="+s.number("persons", "last_name", "New", "person_id")+" company=ACME site=Bergen",
				"+ persons: last_name=New",
				"+ settings: account_no="+string(r.Key)+" theme=blue quota=5",
				"+ employments: emp_no="+number+" dept_code=HR title=Clerk cost=C0 start_date=2024-05-02T00:00:00Z")
		}},
		{"what nobody set of a joined record its inserts fill, and what must be set is invalid without", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			_, err := s.Create(s.ctx, setting(connectors.Fields{"login": "new", "staff.site": "Oslo"}))
			wantKind(t, err, connectors.Invalid, "person.last_name")
			s.wantChanges(t, before)
			r := s.create(t, connectors.Fields{"login": "new", "person.last_name": "New"})
			s.wantFields(t, number(r.Key), connectors.Fields{"settings.theme": "light", "settings.quota": int64(5), "employment": true})
		}},
		{"a new record takes the joined one that its fields name", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			r := s.create(t, connectors.Fields{"login": "second", "emp_no": int64(11), "person.first_name": "Augusta"})
			s.wantChanges(t, before, "+ accounts: login=second emp_no=11 changed_by=scim", "~ persons 101 first_name: Ada → Augusta",
				"+ settings: account_no="+string(r.Key)+" theme=light quota=5")
		}},
		{"a number that no joined record has becomes that of a new one", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h, refusing("person"))
			r := s.create(t, connectors.Fields{"login": "new", "emp_no": int64(50), "staff.site": "Oslo"})
			s.wantFields(t, number(r.Key), connectors.Fields{"emp_no": int64(50), "staff.site": "Oslo", "employment": true})
		}},
		{"only tables that change are written, and the stamps ride along", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			s.mustSet(t, ada, connectors.Fields{"login": "ada", "person.first_name": "Augusta", "person.last_name": "Lovelace", "staff.site": "Oslo", "settings.quota": int64(8)})
			s.wantChanges(t, before, "~ accounts 1 changed_by: ∅ → scim", "~ persons 101 first_name: Ada → Augusta", "~ settings 1 quota: 7 → 8")
		}},
		{"setting what is there already writes nothing", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			s.mustSet(t, ada, connectors.Fields{"person.first_name": "Ada", "person.born": "1815-12-10", "settings.quota": "7", "employment.title": "Analyst",
				"employment": true, "department.name": "Research and Development"})
			s.mustSet(t, li, connectors.Fields{"person.first_name": nil, "settings.theme": nil, "employment.title": nil, "employment": false})
			s.wantChanges(t, before)
		}},
		{"a value for a record that is not there makes it, with what it refers to", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			s.mustSet(t, zoe, connectors.Fields{"person.last_name": "Zed"})
			s.mustSet(t, brian, connectors.Fields{"settings.theme": "blue"})
			s.wantChanges(t, before, "~ accounts 4 changed_by: ∅ → scim", "+ persons: last_name=Zed",
				"~ staff 14 person_id: ∅ → "+s.number("persons", "last_name", "Zed", "person_id"),
				"~ accounts 2 changed_by: ∅ → scim", "+ settings: account_no=2 theme=blue quota=5")
			s.mustSet(t, li, connectors.Fields{"person.last_name": "Lee"})
			s.wantFields(t, li, connectors.Fields{"person.last_name": "Lee", "employment": true, "staff.site": nil})
		}},
		{"or is refused, naming the field, and nothing is written", func(t *testing.T, h Harness) {
			for alias, set := range map[string]connectors.Fields{
				"person":     {"person.last_name": "Zed"},
				"settings":   {"settings.theme": "blue", "person.last_name": "Zed"},
				"staff":      {"staff.site": "Oslo"},
				"employment": {"employment.title": "Clerk", "person.last_name": "Zed"},
			} {
				s := newStaffSite(t, h, refusing(alias))
				before := s.whole()
				_, err := s.set(li, set)
				field := ""
				for name := range set {
					if strings.HasPrefix(name, alias+".") {
						field = name
					}
				}
				wantKind(t, err, connectors.Invalid, field)
				_, err = s.Create(s.ctx, setting(connectors.Fields{"login": "new", "person.last_name": "N", field: set[field]}))
				wantKind(t, err, connectors.Invalid, "")
				s.wantChanges(t, before)
			}
		}},
		{"an account that comes to another record reads and writes that one", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			r, err := s.set(li, connectors.Fields{"emp_no": int64(11), "person.first_name": "Augusta"})
			if err != nil || r.Fields["person.first_name"] != "Augusta" {
				t.Errorf("got %v, %v", r.Fields, err)
			}
			s.wantChanges(t, before, "~ accounts 3 emp_no: ∅ → 11", "~ accounts 3 changed_by: ∅ → scim", "~ persons 101 first_name: Ada → Augusta")
		}},
		{"a value that a joined field cannot hold is invalid and names it, and nothing is written", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			for _, c := range []struct {
				account int64
				field   string
				v       connectors.Value
			}{
				{ada, "person.last_name", nil}, {ada, "person.last_name", strings.Repeat("x", 41)}, {ada, "person.born", "soon"}, {ada, "settings.quota", nil},
				{ada, "employment.title", strings.Repeat("x", 41)}, {ada, "employment.start_date", "2024-01-02"}, {ada, "employment", "perhaps"},
				{ada, "department.name", "Nowhere"}, {ada, "department.name", "Twin"},
				{brian, "settings.theme", strings.Repeat("x", 11)},
			} {
				_, err := s.set(c.account, connectors.Fields{"login": "changed", c.field: c.v})
				wantKind(t, err, connectors.Invalid, c.field)
			}
			_, err := s.Update(s.ctx, key(ada), connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
				return setting(connectors.Fields{"person.badge": "x"}), nil
			})
			wantKind(t, err, connectors.Unsupported, "")
			s.wantChanges(t, before)
		}},
		{"a joined record that a unique index refuses is a conflict that names the field", func(t *testing.T, h Harness) {
			tables := StaffTables()
			for i := range tables {
				if tables[i].Name == "persons" {
					tables[i].Unique = [][]string{{"first_name"}}
				}
			}
			of := newSiteOf(t, h, tables)
			s := staffSite{of, of.open(Accounts()), connectors.During(t.Context(), requested())}
			before := s.whole()
			_, err := s.set(ada, connectors.Fields{"login": "changed", "person.first_name": "Brian"})
			wantKind(t, err, connectors.Conflict, "person.first_name")
			_, err = s.Create(s.ctx, setting(connectors.Fields{"login": "new", "person.last_name": "New", "person.first_name": "Brian"}))
			wantKind(t, err, connectors.Conflict, "person.first_name")
			s.wantChanges(t, before)
		}},
		{"an error in the record itself takes the joined ones back", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			_, err := s.set(ada, connectors.Fields{"login": "brian", "person.first_name": "Augusta", "employment.title": "Clerk"})
			wantKind(t, err, connectors.Conflict, "login")
			_, err = s.Create(s.ctx, setting(connectors.Fields{"login": "brian", "person.last_name": "New"}))
			wantKind(t, err, connectors.Conflict, "login")
			own := errors.New("mine")
			_, err = s.Update(s.ctx, key(ada), connectors.Need{Fields: []string{"person.first_name"}}, func(cur connectors.Record) (connectors.Change, error) {
				return setting(connectors.Fields{"person.first_name": "Augusta"}), own
			})
			if err != own {
				t.Errorf("got %v", err)
			}
			s.wantChanges(t, before)
		}},
		{"updates of joined fields happen one after the other", serialisedJoins},
		{"a removed record takes along what the Spec says, and no more", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			if err := s.Delete(s.ctx, key(ada), connectors.Need{}, nothing); err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before, "- accounts 1", "- settings 1")
			all := newStaffSite(t, h, func(spec *connectors.Spec) {
				for i := range spec.Joins {
					spec.Joins[i].Remove = spec.Joins[i].Missing != ""
				}
			})
			before = all.whole()
			if err := all.Delete(all.ctx, key(ada), connectors.Need{}, nothing); err != nil {
				t.Fatal(err)
			}
			all.wantChanges(t, before, "- accounts 1", "- settings 1", "- staff 11", "- persons 101", "- employments 1", "- employments 2")
		}},
		{"a record that is kept may be ended by what a join says", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h, func(spec *connectors.Spec) { spec.Keep, spec.Gone = true, leaf("employment", connectors.Eq, false) })
			before := s.whole()
			leave := func(connectors.Record) (connectors.Change, error) {
				return setting(connectors.Fields{"employment": false}), nil
			}
			if err := s.Delete(s.ctx, key(ada), connectors.Need{}, leave); err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before, "~ accounts 1 changed_by: ∅ → scim", "~ employments 2 end_date: ∅ → 2024-05-01T00:00:00Z")
			wantKind(t, s.Delete(s.ctx, key(ada), connectors.Need{}, mustNotRun(t)), connectors.NotFound, "")
		}},
		{"a write is explained without being made", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			change := setting(connectors.Fields{"login": "new", "person.last_name": canary, "settings.theme": "blue", "employment.title": "Clerk"})
			for name, op := range map[string]connectors.Operation{
				"create": connectors.CreateOp{Change: change}, "update": connectors.UpdateOp{Key: key(ada), Change: change}, "delete": connectors.DeleteOp{Key: key(ada)},
				"end": connectors.UpdateOp{Key: key(ada), Change: setting(connectors.Fields{"employment": false})},
			} {
				for _, c := range s.explain(t, s.Entity, name, op) {
					if strings.Contains(c.Text, canary) {
						t.Errorf("%s: %s", name, c.Text)
					}
				}
			}
			s.wantChanges(t, before)
		}},
	}
}

// number is the value of a column in the one row of a table that has this value in another.
func (s staffSite) number(table, column string, v connectors.Value, of string) string {
	s.t.Helper()
	row, ok := s.find(table, func(f connectors.Fields) bool {
		return f[column] == v && f["start_date"] != date(2019, 3, 1) && f["start_date"] != date(2020, 1, 1)
	})
	if !ok {
		s.t.Fatalf("%s has no %v", table, v)
	}
	return show(row[of])
}

func number(k connectors.Key) int64 {
	values, _ := k.Values(connectors.TypeInteger)
	return values[0].(int64)
}

func serialisedJoins(t *testing.T, h Harness) {
	s := newStaffSite(t, h)
	const workers, rounds = 6, 5
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for range rounds {
				_, err := s.Update(s.ctx, key(ada), connectors.Need{Fields: []string{"settings.quota"}}, func(cur connectors.Record) (connectors.Change, error) {
					n, _ := cur.Fields["settings.quota"].(int64)
					return setting(connectors.Fields{"settings.quota": n + 1}), nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	s.wantFields(t, ada, connectors.Fields{"settings.quota": int64(7 + workers*rounds)})
}
