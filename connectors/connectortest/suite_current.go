package connectortest

import (
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// currentTests are about joined rows that are in force for some days.
func currentTests() []test {
	on := func(day time.Time) func(*staffSite) {
		return func(s *staffSite) { s.ctx = connectors.During(s.ctx, day.Add(13*time.Hour)) }
	}
	may := func(d int) time.Time { return date(2024, 5, d) }
	return []test{
		{"a row is in force from its first day to its last", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			for _, c := range []struct {
				account int64
				day     time.Time
				title   connectors.Value
			}{
				{ada, date(2019, 2, 28), nil}, {ada, date(2019, 3, 1), "Clerk"}, {ada, date(2023, 12, 31), "Clerk"}, {ada, date(2024, 1, 1), "Analyst"},
				{brian, date(2024, 3, 31), "Clerk"}, {brian, date(2024, 4, 1), nil}, {zoe, date(2024, 6, 1), "Head"},
				{maxine, date(2021, 6, 1), "First"}, {maxine, may(1), "Second"}, {maxine, may(2), "Today"}, {maxine, date(2025, 1, 1), "Today"},
			} {
				on(c.day)(&s)
				s.wantFields(t, c.account, connectors.Fields{"employment.title": c.title, "employment": c.title != nil})
			}
		}},
		{"a change ends the row yesterday and goes on in another with the other columns", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			s.mustSet(t, ada, connectors.Fields{"employment.title": "Head"})
			s.wantChanges(t, before, "~ accounts 1 changed_by: ∅ → scim", "~ employments 2 end_date: ∅ → 2024-05-01T00:00:00Z",
				"+ employments: emp_no=11 dept_code=RD title=Head cost=C2 start_date=2024-05-02T00:00:00Z")
			s.mustSet(t, ada, connectors.Fields{"department.name": "Human Resources", "employment.title": nil})
			s.wantChanges(t, before, "~ accounts 1 changed_by: ∅ → scim", "~ employments 2 end_date: ∅ → 2024-05-01T00:00:00Z",
				"+ employments: emp_no=11 dept_code=HR cost=C2 start_date=2024-05-02T00:00:00Z")
			on(may(1))(&s)
			s.wantFields(t, ada, connectors.Fields{"employment.title": "Analyst", "employment.dept_code": "RD"})
		}},
		{"a change ends when the changed row would have", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			s.mustSet(t, zoe, connectors.Fields{"employment.title": "Acting Head"})
			s.wantChanges(t, before, "~ accounts 4 changed_by: ∅ → scim", "~ employments 4 end_date: 2024-05-31T00:00:00Z → 2024-05-01T00:00:00Z",
				"+ employments: emp_no=14 dept_code=RD title=Acting Head start_date=2024-05-02T00:00:00Z end_date=2024-05-31T00:00:00Z")
			on(date(2024, 6, 1))(&s)
			s.wantFields(t, zoe, connectors.Fields{"employment.title": "Head"})
		}},
		{"of rows that overlap the one that began last is changed, and all are ended", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			s.mustSet(t, maxine, connectors.Fields{"employment.title": "Now"})
			s.wantChanges(t, before, "~ accounts 6 changed_by: ∅ → scim", "~ employments 8 title: Today → Now")
			if _, err := s.set(maxine, connectors.Fields{"employment": false, "employment.title": "Ignored"}); err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before, "~ accounts 6 changed_by: ∅ → scim", "~ employments 8 title: Today → Now",
				"~ employments 6 end_date: ∅ → 2024-05-01T00:00:00Z", "~ employments 7 end_date: 2024-12-31T00:00:00Z → 2024-05-01T00:00:00Z",
				"~ employments 8 end_date: ∅ → 2024-05-01T00:00:00Z")
			s.wantFields(t, maxine, connectors.Fields{"employment": false, "employment.title": nil})
		}},
		{"what is ended and begun on one day goes on", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			r := s.create(t, connectors.Fields{"login": "new", "person.last_name": "N", "employment.title": "Clerk"})
			for range 2 {
				s.mustSet(t, number(r.Key), connectors.Fields{"employment": false})
				s.mustSet(t, number(r.Key), connectors.Fields{"employment": true})
			}
			s.wantFields(t, number(r.Key), connectors.Fields{"employment": true, "employment.title": "Clerk"})
			if n := len(s.whole()["employments"]) - len(before["employments"]); n != 1 {
				t.Errorf("there are %d rows more", n)
			}
			s.mustSet(t, ada, connectors.Fields{"employment": false})
			s.mustSet(t, ada, connectors.Fields{"employment": true, "employment.title": "Head"})
			s.mustSet(t, ada, connectors.Fields{"employment.title": "Boss"})
			if n := len(s.whole()["employments"]) - len(before["employments"]); n != 2 {
				t.Errorf("there are %d rows more", n)
			}
			s.wantFields(t, ada, connectors.Fields{"employment.title": "Boss", "employment.dept_code": "RD"})
		}},
		{"a row that begins after a gap holds what the last one held", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := s.whole()
			s.mustSet(t, brian, connectors.Fields{"employment": true, "employment.title": "Head"})
			s.wantChanges(t, before, "~ accounts 2 changed_by: ∅ → scim",
				"+ employments: emp_no=12 dept_code=HR title=Head cost=C1 start_date=2024-05-02T00:00:00Z")
		}},
		{"and ends before the one that begins later", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			s.mustSet(t, zoe, connectors.Fields{"employment": false})
			on(may(20))(&s)
			before := s.whole()
			s.mustSet(t, zoe, connectors.Fields{"employment": true})
			s.wantChanges(t, before, "+ employments: emp_no=14 dept_code=RD start_date=2024-05-20T00:00:00Z end_date=2024-05-31T00:00:00Z")
		}},
		{"a new record begins one, unless it says otherwise", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			before := len(s.whole()["employments"])
			r := s.create(t, connectors.Fields{"login": "x", "person.last_name": "X", "employment": false, "employment.title": "Ignored"})
			s.wantFields(t, number(r.Key), connectors.Fields{"employment": false, "employment.title": nil})
			if after := len(s.whole()["employments"]); after != before {
				t.Errorf("there are %d rows, were %d", after, before)
			}
			r = s.create(t, connectors.Fields{"login": "y", "person.last_name": "Y", "employment": true})
			s.wantFields(t, number(r.Key), connectors.Fields{"employment": true})
		}},
		{"the end that is not known may have a date, and the last day may be the first one after", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h, func(spec *connectors.Spec) {
				spec.Joins[3].Current = &connectors.Current{From: "start_date", To: "end_date", Until: true, Open: "9999-12-31"}
			})
			before := s.whole()
			on(may(31))(&s)
			s.wantFields(t, zoe, connectors.Fields{"employment": false})
			on(may(30))(&s)
			s.wantFields(t, zoe, connectors.Fields{"employment": true})
			on(may(2))(&s)
			s.mustSet(t, brian, connectors.Fields{"employment": true})
			s.mustSet(t, ada, connectors.Fields{"employment": false})
			s.wantChanges(t, before, "~ accounts 1 changed_by: ∅ → scim", "~ accounts 2 changed_by: ∅ → scim",
				"+ employments: emp_no=12 dept_code=HR title=Clerk cost=C1 start_date=2024-05-02T00:00:00Z end_date=9999-12-31T00:00:00Z",
				"~ employments 2 end_date: ∅ → 2024-05-02T00:00:00Z")
		}},
		{"days may be text or numbers", func(t *testing.T, h Harness) {
			for _, c := range []struct {
				typ              connectors.Type
				began, yesterday connectors.Value
			}{
				{connectors.TypeText, "2024-01-01", "2024-05-01"},
				{connectors.TypeInteger, date(2024, 1, 1).Unix(), may(1).Unix()},
				{connectors.TypeTime, date(2024, 1, 1).Add(8 * time.Hour), may(1)},
			} {
				s := daysOf(t, h, c.typ, c.began)
				s.wantFields(t, ada, connectors.Fields{"employment": true})
				s.mustSet(t, ada, connectors.Fields{"employment.title": "Head"})
				s.mustSet(t, ada, connectors.Fields{"employment.title": "Boss"})
				if first, ok := s.find("employments", func(f connectors.Fields) bool { return f["title"] == "Analyst" }); !ok || show(first["end_date"]) != show(c.yesterday) {
					t.Errorf("%s: the row ended on %v", c.typ, first["end_date"])
				}
				if n := len(s.whole()["employments"]); n != 2 {
					t.Errorf("%s: there are %d rows", c.typ, n)
				}
			}
		}},
		{"a field that holds no days is found when the entity is opened", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, StaffTables())
			spec := Accounts()
			spec.Joins[3].Current = &connectors.Current{From: "start_date", To: "end_date", Format: connectors.DayMillis}
			if _, found := s.Connector.Open(t.Context(), spec); !found.HasErrors() {
				t.Error("it was opened")
			}
		}},
	}
}

// daysOf is the staff application with one employment, whose days are kept in columns of another type.
func daysOf(t *testing.T, h Harness, typ connectors.Type, began connectors.Value) staffSite {
	t.Helper()
	tables := StaffTables()
	for i := range tables {
		if tables[i].Name != "employments" {
			continue
		}
		for j, c := range tables[i].Columns {
			if c.Type == connectors.TypeDate {
				tables[i].Columns[j].Type = typ
			}
		}
		tables[i].Rows = []connectors.Fields{{"employment_no": int64(1), "emp_no": int64(11), "title": "Analyst", "start_date": began}}
	}
	s := newSiteOf(t, h, tables)
	return staffSite{s, s.open(Accounts()), connectors.During(t.Context(), requested())}
}
