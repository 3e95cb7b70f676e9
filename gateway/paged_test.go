package gateway_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// asking is how users are listed: as the application answers by itself, as it selects too much, and as it cannot sort.
type asking struct{ name, filter, sort string }

var askings = []asking{
	{"everybody", "", ""},
	{"whom the application selects", `userName sw "u"`, ""},
	{"whom only the gateway can tell", `nickName co "0"`, ""},
	{"whom the application selects in part", `userName sw "u" and nickName co "0"`, ""},
	{"in an order", "", "userName"},
	{"whom only the gateway can tell, in an order", `nickName co "0"`, "userName"},
}

func (s site) search(resourceType string, search scim.Search) (gateway.List, error) {
	return s.endpoint(resourceType).Search(s.t.Context(), search, s.view())
}

func (a asking) search(count int) scim.Search {
	search := scim.NewSearch()
	search.Filter, search.SortBy, search.Count = a.filter, a.sort, count
	return search
}

// walk follows the cursors from the first page to the last; between does something after each page. It returns the
// names on all of them.
func (s site) walk(t failer, search scim.Search, between func()) []string {
	seen := []string{}
	cursor := ""
	for range 10_000 {
		search.Cursor = &cursor
		l, err := s.search("User", search)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if len(l.Resources) > search.Count {
			t.Fatalf("a page has %d resources, more than %d", len(l.Resources), search.Count)
		}
		if l.Start != 0 || l.Total >= 0 && (cursor != "" || l.Next != "") && search.SortBy == "" {
			t.Fatalf("a page by cursor begins at %d of %d", l.Start, l.Total)
		}
		seen = append(seen, names(l)...)
		if cursor = l.Next; cursor == "" {
			return seen
		}
		between()
	}
	t.Fatalf("the walk does not end")
	return nil
}

type failer interface{ Fatalf(string, ...any) }

func TestPagesByCursorHaveWhatPagesByIndexHave(t *testing.T) {
	unable := map[string]func(*connectors.Shape){
		"an application that can do all": func(*connectors.Shape) {},
		"one without cursors":            func(sh *connectors.Shape) { sh.After = false },
		"one that cannot sort":           func(sh *connectors.Shape) { sh.Sort = func(string) bool { return false } },
		"one that cannot select":         func(sh *connectors.Shape) { sh.Push = func(connectors.Leaf) connectors.Push { return connectors.No } },
		"one that can do none of all these": func(sh *connectors.Shape) {
			sh.After, sh.Total = false, false
			sh.Sort = func(string) bool { return false }
			sh.Push = func(connectors.Leaf) connectors.Push { return connectors.No }
		},
	}
	for name, change := range unable {
		s := staffed(t, 601, gatewaytest.Options{Shape: change}) // more than a batch
		for _, a := range askings {
			all, err := s.search("User", a.search(1000))
			if err != nil {
				t.Fatal(err)
			}
			for _, count := range []int{60, 500} {
				t.Run(fmt.Sprintf("%s, %s, %d a page", name, a.name, count), func(t *testing.T) {
					if diff := cmp.Diff(names(all), s.walk(t, a.search(count), func() {})); diff != "" {
						t.Error(diff)
					}
				})
			}
		}
	}
}

func TestAWalkByCursorLosesAndRepeatsNobodyWhileOthersComeAndGo(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newSite(t, gatewaytest.Options{})
		add := func(key int) {
			row := connectors.Fields{"emp_no": int64(key), "login": fmt.Sprintf("u%03d", key*37%1000), "status": "A", "deleted": int64(0), "nick": fmt.Sprint(key)}
			if err := s.Tables.Insert("employees", row); err != nil {
				rt.Fatal(err)
			}
		}
		there := map[int]bool{}
		for _, key := range rapid.SliceOfNDistinct(rapid.IntRange(1, 500), 1, 40, rapid.ID).Draw(rt, "there") {
			add(key)
			there[key] = true
		}
		a := rapid.SampledFrom(askings).Draw(rt, "asking")
		count := rapid.IntRange(1, 12).Draw(rt, "count")
		all, err := s.search("User", a.search(1000))
		if err != nil {
			rt.Fatal(err)
		}
		stay := names(all)
		ids := map[string]string{}
		for _, r := range all.Resources {
			ids[r.Resource.Text("userName")] = r.Resource.Text("id")
		}
		seen := s.walk(rt, a.search(count), func() {
			if key := rapid.IntRange(1, 500).Draw(rt, "comes"); !there[key] {
				add(key)
				there[key] = true
			}
			if len(stay) > 0 && rapid.Bool().Draw(rt, "somebody goes") {
				i := rapid.IntRange(0, len(stay)-1).Draw(rt, "goes")
				if err := s.delete("User", ids[stay[i]]); err != nil {
					rt.Fatal(err)
				}
				stay = slices.Delete(stay, i, i+1)
			}
		})
		times := map[string]int{}
		for _, name := range seen {
			if times[name]++; times[name] > 1 {
				rt.Fatalf("%s is on two pages: %v", name, seen)
			}
		}
		for _, name := range stay {
			if times[name] == 0 {
				rt.Fatalf("%s is on no page: %v", name, seen)
			}
		}
	})
}

func TestAPageByCursorIsNotCounted(t *testing.T) {
	s := staffed(t, 30, gatewaytest.Options{})
	s.walk(t, asking{}.search(10), func() {})
	if diff := cmp.Diff([]string{"List", "List", "List"}, s.Users.Calls()); diff != "" {
		t.Error(diff)
	}
}

func TestAPageByCursorLooksAtNoMoreThanTheBound(t *testing.T) {
	limits := gatewaytest.Limits()
	limits.ScanRows = 600
	s := staffed(t, 1500, gatewaytest.Options{Limits: limits})
	one := asking{filter: `nickName eq "n000"`} // the last of all
	if _, err := s.search("User", one.search(10)); err == nil {
		t.Error("a page by index looks at more than the bound")
	} else {
		refused(t, err, 400, scim.TooMany)
	}
	pages := 1
	if diff := cmp.Diff([]string{"u1500"}, s.walk(t, one.search(10), func() { pages++ })); diff != "" || pages != 3 {
		t.Errorf("%d pages: %s", pages, diff)
	}
	sorted := asking{sort: "emails"}
	empty := ""
	search := sorted.search(10)
	search.Cursor = &empty
	_, err := s.search("User", search)
	refused(t, err, 400, scim.TooMany)
}

func TestACursorThatTheApplicationNoLongerTakesIsInvalid(t *testing.T) {
	s := staffed(t, 3, gatewaytest.Options{})
	search := asking{}.search(1)
	cursor := ""
	search.Cursor = &cursor
	l, err := s.search("User", search)
	if err != nil {
		t.Fatal(err)
	}
	s.Users.Fail = func(string) error {
		return connectors.Errorf(connectors.Invalid, "list employees", "not a place in this list")
	}
	search.Cursor = &l.Next
	_, err = s.search("User", search)
	refused(t, err, 400, scim.InvalidCursor)
}

func TestACursorShowsNothingOfWhatIsSearched(t *testing.T) {
	s := staffed(t, 3, gatewaytest.Options{})
	search := asking{filter: `userName sw "u" and not (externalId eq "canary")`}.search(1)
	cursor := ""
	search.Cursor = &cursor
	l, err := s.search("User", search)
	if err != nil || strings.Contains(decoded(t, l.Next), "canary") {
		t.Errorf("the cursor is %s, %v", decoded(t, l.Next), err)
	}
}

func TestAQueryOverAllTypesCountsWhatTheApplicationCannot(t *testing.T) {
	s := staffed(t, 5, gatewaytest.Options{Shape: func(sh *connectors.Shape) { sh.Total = false }})
	s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff"}`)
	s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"poets"}`)
	var got []string
	for start := 1; start <= 8; start += 2 {
		search := asking{}.search(2)
		search.Start = start
		l, err := s.App.Search(t.Context(), search, s.view())
		if err != nil || l.Total != 7 {
			t.Fatalf("the total at %d is %d, %v", start, l.Total, err)
		}
		got = append(got, names(l)...)
	}
	if diff := cmp.Diff([]string{"staff", "poets", "u1", "u2", "u3", "u4", "u5"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAListOfAllTypesIsPlanned(t *testing.T) {
	s := staffed(t, 3, gatewaytest.Options{})
	v := s.view()
	v.Plan = true
	empty := ""
	for _, cursor := range []*string{nil, &empty} {
		search := asking{}.search(1)
		search.Cursor = cursor
		l, err := s.App.Search(t.Context(), search, v)
		if err != nil || len(l.Calls) < 2 || len(l.Resources) > 0 {
			t.Errorf("got %d calls and %d resources, %v", len(l.Calls), len(l.Resources), err)
		}
	}
}

// decoded is what somebody sees who looks into a cursor, and into the application's own inside of it.
func decoded(t testing.TB, cursor string) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		t.Fatal(err)
	}
	var place struct {
		After string `json:"a"`
	}
	if err := json.Unmarshal(raw[bytes.IndexByte(raw, '{'):], &place); err != nil {
		t.Fatalf("%v in %q", err, raw)
	}
	inner, _ := base64.RawURLEncoding.DecodeString(place.After)
	return string(raw) + string(inner)
}
