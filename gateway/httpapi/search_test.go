package httpapi_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// searching is a SearchRequest with these members.
func searching(members string) string {
	if members != "" {
		members = "," + members
	}
	return `{"schemas":["` + scim.MessageSearch + `"]` + members + `}`
}

// people makes ada, brian and cecil, and the groups staff and poets.
func people(s *site) {
	for _, name := range []string{"ada", "brian", "cecil"} {
		s.made("/Users", strings.Replace(ada, `"ada"`, `"`+name+`"`, 1))
	}
	for _, name := range []string{"staff", "poets"} {
		s.made("/Groups", strings.Replace(staff, "A and B", name, 1))
	}
}

// found is what a list has: the names of its resources, and what it says about itself.
func (a answer) found(t testing.TB) string {
	t.Helper()
	if a.code != 200 {
		t.Fatalf("got %d %s", a.code, a.text)
	}
	var names []string
	for _, r := range a.body.List("Resources") {
		r := r.(*scim.Object)
		names = append(names, r.Text("userName")+r.Text("displayName"))
	}
	out := strings.Join(names, " ") + " of"
	for _, member := range []string{"totalResults", "startIndex", "itemsPerPage"} {
		n, ok := a.body.Get(member)
		if !ok {
			out += " -"
			continue
		}
		out += " " + string(scim.AppendJSON(nil, n))
	}
	return out
}

func TestASearchByPostFindsWhatAGetFinds(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	people(s)
	for _, c := range []struct{ name, body, query, want string }{
		{"everything", searching(``), "", "ada brian cecil of 3 1 3"},
		{"by a filter", searching(`"filter":"userName sw \"b\""`), "filter=userName%20sw%20%22b%22", "brian of 1 1 1"},
		{"a page", searching(`"startIndex":2,"count":1`), "startIndex=2&count=1", "brian of 3 2 1"},
		{"sorted", searching(`"sortBy":"userName","sortOrder":"descending"`), "sortBy=userName&sortOrder=descending", "cecil brian ada of 3 1 3"},
		{"the total alone", searching(`"count":0`), "count=0", " of 3 1 0"},
		{"a count below none is none", searching(`"count":-1`), "count=-1", " of 3 1 0"},
		{"a start below one is one", searching(`"startIndex":0`), "startIndex=0", "ada brian cecil of 3 1 3"},
		{"chosen attributes", searching(`"attributes":["userName"]`), "attributes=userName", "ada brian cecil of 3 1 3"},
		{"without some", searching(`"excludedAttributes":["emails"],"filter":"userName eq ada"`), "excludedAttributes=emails&filter=userName+eq+ada", "ada of 1 1 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			post := s.send("POST", "/Users/.search", c.body)
			if got := post.found(t); got != c.want {
				t.Errorf("found %s, want %s", got, c.want)
			}
			if get := s.send("GET", "/Users?"+c.query, ""); get.text != post.text {
				t.Errorf("a GET answers\n%s, a POST\n%s", get.text, post.text)
			}
		})
	}
}

func TestASearchByPostSpeaksScimAndIgnoresTheQuery(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	people(s)
	a := s.send("POST", "/Users/.search?count=0&filter=bad", searching(``))
	if got := a.found(t); got != "ada brian cecil of 3 1 3" {
		t.Errorf("found %s", got)
	}
	if got := a.Header.Get("Content-Type"); got != scim.MediaType {
		t.Errorf("the body is %s", got)
	}
	if got := a.Header.Get("ETag"); got != "" {
		t.Errorf("a list has the tag %s", got)
	}
	if a := s.send("POST", "/Users/.search", searching(``), "Authorization", "Bearer reader"); a.code != 200 {
		t.Errorf("a client that may only read is answered %d", a.code)
	}
}

func TestASearchByPostIsRefused(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for _, c := range []struct {
		name, body string
		status     int
		scimType   scim.ScimType
	}{
		{"no body", ``, 400, scim.InvalidSyntax},
		{"another message", patchOp(`{"op":"remove","path":"title"}`), 400, scim.InvalidSyntax},
		{"a bad filter", searching(`"filter":"userName"`), 400, scim.InvalidFilter},
		{"an attribute that a user does not have", searching(`"filter":"colour eq 1"`), 400, scim.InvalidFilter},
		{"a count that is no number", searching(`"count":"2"`), 400, scim.InvalidValue},
		{"sortBy that leads nowhere", searching(`"sortBy":"colour"`), 400, scim.InvalidValue},
		{"attributes and excludedAttributes", searching(`"attributes":["userName"],"excludedAttributes":["name"]`), 400, scim.InvalidValue},
		{"too large a body", searching(`"filter":"` + strings.Repeat("x", 1<<20) + `"`), 413, ""},
	} {
		t.Run(c.name, func(t *testing.T) { s.send("POST", "/Users/.search", c.body).isError(t, c.status, c.scimType) })
	}
	s.send("POST", "/Users/.search", searching(``), "Content-Type", "text/plain").isError(t, 415, "")
}

func TestAQueryOverAllTypesFindsResourcesOfEach(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	people(s)
	for _, c := range []struct{ name, members, query, want string }{
		{"groups before users, by the names of their types", ``, "", "staff poets ada brian cecil of 5 1 5"},
		{"a page with the end of one and the beginning of the other", `"startIndex":2,"count":2`, "startIndex=2&count=2", "poets ada of 5 2 2"},
		{"a page of the last type", `"startIndex":4`, "startIndex=4", "brian cecil of 5 4 2"},
		{"a page behind the last one", `"startIndex":6`, "startIndex=6", " of 5 6 0"},
		{"the totals alone", `"count":0`, "count=0", " of 5 1 0"},
		{"one type by its name", `"filter":"meta.resourceType eq \"User\""`, "filter=meta.resourceType+eq+%22User%22", "ada brian cecil of 3 1 3"},
		{"an attribute that one does not have", `"filter":"userName sw \"a\""`, "filter=userName+sw+%22a%22", "ada of 1 1 1"},
		{"what differs from a value, or is not there", `"filter":"userName ne \"ada\""`, "filter=userName+ne+%22ada%22", "staff poets brian cecil of 4 1 4"},
		{"either of two types' attributes", `"filter":"userName eq \"ada\" or displayName eq \"poets\""`, "filter=userName+eq+%22ada%22+or+displayName+eq+%22poets%22", "poets ada of 2 1 2"},
		{"an attribute that nobody has", `"filter":"colour eq 1"`, "filter=colour+eq+1", " of 0 1 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			post := s.send("POST", "/.search", searching(c.members))
			if got := post.found(t); got != c.want {
				t.Errorf("found %s, want %s", got, c.want)
			}
			if get := s.send("GET", "?"+c.query, ""); get.text != post.text {
				t.Errorf("a GET answers\n%s, a POST\n%s", get.text, post.text)
			}
		})
	}
}

func TestResourcesOfAQueryOverAllTypesSayWhatTheyAre(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	people(s)
	a := s.send("POST", "/.search", searching(`"attributes":["userName","members"]`))
	var got []string
	for _, r := range a.body.List("Resources") {
		r := r.(*scim.Object)
		got = append(got, r.List("schemas")[0].(string)+" "+r.Text("userName")+r.Text("displayName"))
	}
	want := []string{scim.SchemaGroup + " ", scim.SchemaGroup + " ", scim.SchemaUser + " ada", scim.SchemaUser + " brian", scim.SchemaUser + " cecil"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, r := range s.send("GET", "", "").body.List("Resources") {
		r := r.(*scim.Object)
		kind := r.Object("meta").Text("resourceType")
		if want := s.url + "/" + kind + "s/" + r.Text("id"); r.Object("meta").Text("location") != want {
			t.Errorf("the location is %s, want %s", r.Object("meta").Text("location"), want)
		}
	}
}

func TestAQueryOverAllTypesIsRefused(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for members, scimType := range map[string]scim.ScimType{
		`"sortBy":"displayName"`:            scim.InvalidValue,
		`"filter":"active eq \"x\""`:        scim.InvalidFilter,
		`"filter":"password eq \"x\""`:      scim.InvalidFilter,
		`"filter":"("`:                      scim.InvalidFilter,
		`"filter":"id eq \"x","startIndex"`: scim.InvalidSyntax,
	} {
		s.send("POST", "/.search", searching(members)).isError(t, 400, scimType)
	}
	s.send("GET", "?sortBy=userName", "").isError(t, 400, scim.InvalidValue)
}
