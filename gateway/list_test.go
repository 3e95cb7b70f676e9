package gateway_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// staffed has users u1 … un; odd ones are called Zoe, and the nicks count backwards.
func staffed(t testing.TB, n int, o gatewaytest.Options) site {
	t.Helper()
	s := newSite(t, o)
	var rows []connectors.Fields
	for i := 1; i <= n; i++ {
		row := connectors.Fields{"login": fmt.Sprintf("u%d", i), "status": "A", "deleted": int64(0), "nick": fmt.Sprintf("n%03d", n-i)}
		if i%2 == 1 {
			row["given_name"] = "Zoe"
		}
		rows = append(rows, row)
	}
	if err := s.Tables.Insert("employees", rows...); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAPageIsCutByStartAndCount(t *testing.T) {
	cases := []struct {
		name         string
		start, count int
		want         []string
		wantStart    int
	}{
		{"the first page", 1, 2, []string{"u1", "u2"}, 1},
		{"a later one", 3, 2, []string{"u3", "u4"}, 3},
		{"the last one is short", 5, 2, []string{"u5"}, 5},
		{"past the end it is empty", 9, 2, []string{}, 9},
		{"a start below one is one", -3, 1, []string{"u1"}, 1},
		{"no count is the default", 1, -1, []string{"u1", "u2", "u3"}, 1},
		{"more than allowed is what is allowed", 1, 99, []string{"u1", "u2", "u3", "u4"}, 1},
		{"none at all", 1, 0, []string{}, 1},
	}
	limits := gateway.Limits{DefaultCount: 3, MaxCount: 4, ScanRows: 100, Operations: 10}
	for _, filter := range []string{"", `userName sw "u"`, `nickName pr`} {
		for _, c := range cases {
			t.Run(c.name+" of "+filter, func(t *testing.T) {
				s := staffed(t, 5, gatewaytest.Options{Limits: limits})
				q := s.query("User", filter)
				q.Start, q.Count = c.start, c.count
				l, err := s.list("User", q)
				if err != nil {
					t.Fatal(err)
				}
				if l.Total != 5 || l.Start != c.wantStart {
					t.Errorf("total %d, start %d", l.Total, l.Start)
				}
				if diff := cmp.Diff(c.want, names(l)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestAFilterSelects(t *testing.T) {
	s := staffed(t, 4, gatewaytest.Options{})
	id := s.made("User", ada)
	made, err := s.get("User", id)
	if err != nil {
		t.Fatal(err)
	}
	version := strings.ReplaceAll(made.Version, `"`, `\"`)
	boss := s.made("User", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","`+scim.SchemaEnterpriseUser+`"],"userName":"cecil","`+scim.SchemaEnterpriseUser+`":{"manager":{"value":"`+id+`"}}}`)
	cases := []struct {
		filter string
		want   []string
	}{
		{`userName eq "ADA"`, []string{"ada"}},
		{`userName eq "nobody"`, []string{}},
		{`id eq "` + id + `"`, []string{"ada"}},
		{`id eq "nobody"`, []string{}},
		{`id eq "` + id + `" and userName eq "u1"`, []string{}},
		{`nickName eq "n000"`, []string{"u4"}},
		{`not (nickName pr)`, []string{"ada", "cecil"}},
		{`nickName eq "n000" or userName eq "u1"`, []string{"u1", "u4"}},
		{`name.givenName eq "zoe" and nickName eq "n003"`, []string{"u1"}},
		{scim.SchemaEnterpriseUser + `:manager.value eq "` + id + `"`, []string{"cecil"}},
		{`schemas eq "` + scim.SchemaEnterpriseUser + `"`, []string{"cecil"}},
		{`meta.location ew "/` + id + `"`, []string{"ada"}},
		{`meta.version eq "` + version + `"`, []string{"ada"}},
		{`id eq "` + boss + `" and ` + scim.SchemaEnterpriseUser + `:manager.value eq "` + id + `"`, []string{"cecil"}},
	}
	for _, c := range cases {
		t.Run(c.filter, func(t *testing.T) {
			l, err := s.list("User", s.query("User", c.filter))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, names(l)); diff != "" || l.Total != len(c.want) {
				t.Errorf("total %d\n%s", l.Total, diff)
			}
		})
	}
}

func TestAListIsSortedByTheApplicationOrTheGateway(t *testing.T) {
	cases := []struct {
		by   string
		desc bool
		want []string
	}{
		{"userName", false, []string{"ada", "u1", "u2", "u3"}},
		{"userName", true, []string{"u3", "u2", "u1", "ada"}},
		{"nickName", false, []string{"u3", "u2", "u1", "ada"}},
		{"nickName", true, []string{"ada", "u1", "u2", "u3"}},
		{"name.formatted", false, []string{"ada", "u1", "u3", "u2"}}, // computed, so sorted here
		{"emails", false, []string{"ada", "u1", "u2", "u3"}},
		{"meta.created", true, []string{"u1", "u2", "u3", "ada"}},
		{"active", false, []string{"u3", "u1", "u2", "ada"}},
		{"phoneNumbers.value", false, []string{"u2", "u1", "u3", "ada"}}, // by the first of u1's
	}
	for _, c := range cases {
		for _, able := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s descending %v, application sorts %v", c.by, c.desc, able), func(t *testing.T) {
				s := staffed(t, 3, gatewaytest.Options{Shape: func(sh *connectors.Shape) {
					if !able {
						sh.Sort = func(string) bool { return false }
					}
				}})
				s.made("User", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","name":{"givenName":"Ada"},"emails":[{"type":"work","value":"a@x"}]}`)
				s.sortable()
				q := s.query("User", "")
				var err error
				if q.SortBy, err = s.endpoint("User").SortPath(c.by, nil); err != nil {
					t.Fatal(err)
				}
				q.Desc = c.desc
				l, err := s.list("User", q)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want, names(l)); diff != "" {
					t.Error(diff)
				}
				q.Start, q.Count = 2, 2
				page, err := s.list("User", q)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want[1:3], names(page)); diff != "" || page.Total != 4 {
					t.Errorf("the second page of %d: %s", page.Total, diff)
				}
			})
		}
	}
}

func TestOnlySomeAttributesCanBeSortedBy(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for _, name := range []string{"nobody", "password", "name", scim.SchemaEnterpriseUser} {
		_, err := s.endpoint("User").SortPath(name, nil)
		refused(t, err, 400, scim.InvalidValue)
	}
	_, err := s.endpoint("Group").SortPath("members", nil)
	refused(t, err, 400, scim.InvalidValue)
}

func TestAScanBeyondItsBoundIsRefused(t *testing.T) {
	for _, n := range []int{10, 11} {
		s := staffed(t, n, gatewaytest.Options{Limits: gateway.Limits{DefaultCount: 100, MaxCount: 100, ScanRows: 10, Operations: 10}})
		l, err := s.list("User", s.query("User", `nickName eq "n000"`))
		if n == 10 {
			if err != nil || l.Total != 1 {
				t.Errorf("as many as the bound: %v, %v", l.Total, err)
			}
			continue
		}
		refused(t, err, 400, scim.TooMany)
	}
}

func TestAScanWithoutCursorsReadsTheSame(t *testing.T) {
	s := staffed(t, 1201, gatewaytest.Options{Shape: func(sh *connectors.Shape) { sh.After = false }})
	l, err := s.list("User", s.query("User", `nickName co "0"`))
	if err != nil {
		t.Fatal(err)
	}
	with := staffed(t, 1201, gatewaytest.Options{})
	m, err := with.list("User", with.query("User", `nickName co "0"`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(names(m), names(l)); diff != "" || l.Total != m.Total || l.Total == 0 {
		t.Errorf("%d and %d: %s", l.Total, m.Total, diff)
	}
}

func TestWhatAListCosts(t *testing.T) {
	cases := []struct {
		name, filter string
		start, count int
		want         []string
	}{
		{"a match is one call", `userName eq "u1"`, 1, 100, []string{"List"}},
		{"a page that holds everything is one call", "", 1, 100, []string{"List"}},
		{"a full page is counted", "", 1, 2, []string{"List", "Count"}},
		{"the last page tells by itself", "", 5, 2, []string{"List"}},
		{"an empty page past the end is counted", "", 50, 2, []string{"List", "Count"}},
		{"a total alone is one call", "", 1, 0, []string{"Count"}},
		{"an id is read by its key", "id", 1, 100, []string{"Get"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := staffed(t, 5, gatewaytest.Options{})
			filter := c.filter
			if filter == "id" {
				filter = `id eq "` + s.made("User", ada) + `"`
			}
			q := s.query("User", filter)
			q.Start, q.Count = c.start, c.count
			s.Users.Calls()
			if _, err := s.list("User", q); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, s.Users.Calls()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhoWalksThePagesHasThemCountedOnce(t *testing.T) {
	s := staffed(t, 10, gatewaytest.Options{})
	walk := func() (calls []string, seen []string) {
		s.Users.Calls()
		for start := 1; start <= 10; {
			q := s.query("User", "")
			q.Start, q.Count = start, 3
			l, err := s.list("User", q)
			if err != nil || l.Total != 10 || len(l.Resources) == 0 {
				t.Fatalf("start %d: %v, total %d", start, err, l.Total)
			}
			seen = append(seen, names(l)...)
			start += len(l.Resources)
		}
		return s.Users.Calls(), seen
	}
	for range 2 {
		calls, seen := walk()
		if diff := cmp.Diff([]string{"List", "Count", "List", "List", "List"}, calls); diff != "" {
			t.Error(diff)
		}
		if len(seen) != 10 || len(slices.Compact(slices.Sorted(slices.Values(seen)))) != 10 {
			t.Errorf("the pages hold %v", seen)
		}
	}
	q := s.query("User", "")
	q.Start, q.Count = 4, 3
	s.made("User", ada)
	s.Users.Calls()
	l, err := s.list("User", q)
	if err != nil || l.Total != 11 {
		t.Errorf("after a create the total is %d, %v", l.Total, err)
	}
	if diff := cmp.Diff([]string{"List", "Count"}, s.Users.Calls()); diff != "" {
		t.Error(diff)
	}
}

func TestAnApplicationThatCannotCountGivesALowerBound(t *testing.T) {
	s := staffed(t, 5, gatewaytest.Options{Shape: func(sh *connectors.Shape) { sh.Total = false }})
	for _, c := range []struct{ start, total int }{{1, 3}, {3, 5}, {5, 5}} {
		q := s.query("User", "")
		q.Start, q.Count = c.start, 2
		if l, err := s.list("User", q); err != nil || l.Total != c.total {
			t.Errorf("start %d: total %d, %v; want %d", c.start, l.Total, err, c.total)
		}
	}
}

func TestAListOfGroupsHasItsMembersByOneCall(t *testing.T) {
	for _, bound := range []int{10_000, 2} {
		s := newSite(t, gatewaytest.Options{Limits: gateway.Limits{DefaultCount: 100, MaxCount: 100, ScanRows: bound, Operations: 10}})
		_, ids := s.team(3)
		s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"other","members":[{"value":"`+ids[0]+`"}]}`)
		s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"empty"}`)
		s.Groups.Calls()
		l, err := s.list("Group", s.query("Group", ""))
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, a := range l.Resources {
			got = append(got, len(members(t, a)))
		}
		if diff := cmp.Diff([]int{3, 1, 0}, got); diff != "" {
			t.Error(diff)
		}
		calls := strings.Join(s.Groups.Calls(), " ")
		if want := "List Rows"; bound > 3 && calls != want {
			t.Errorf("the calls are %s", calls)
		}
	}
}

func TestAnApplicationThatIsDownIsNeverAnEmptyList(t *testing.T) {
	s := staffed(t, 3, gatewaytest.Options{})
	s.Users.Fail = func(string) error { return connectors.Errorf(connectors.Unavailable, "list", "refused") }
	_, err := s.list("User", s.query("User", `userName eq "nobody"`))
	refused(t, err, 503, "")
}

// sortable deactivates u3 and gives u1 and u2 phones.
func (s site) sortable() {
	s.t.Helper()
	if err := s.Tables.Insert("phones", connectors.Fields{"emp_no": int64(1), "number": "5"}, connectors.Fields{"emp_no": int64(1), "number": "1"},
		connectors.Fields{"emp_no": int64(2), "number": "3"}); err != nil {
		s.t.Fatal(err)
	}
	l, err := s.list("User", s.query("User", `userName eq "u3"`))
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.patch("User", l.Resources[0].Resource.Text("id"), `{"op":"replace","path":"active","value":false}`, s.view()); err != nil {
		s.t.Fatal(err)
	}
}
