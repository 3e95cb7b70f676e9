package httpapi_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// walkTo follows nextCursor from the first page to the last, and returns what each page has.
func (s *site) walkTo(path, query string) (pages []string) {
	s.t.Helper()
	cursor := ""
	for range 50 {
		a := s.send("GET", path+"?"+query+"&cursor="+cursor, "")
		pages = append(pages, a.found(s.t))
		if cursor = a.body.Text("nextCursor"); cursor == "" {
			return pages
		}
		if !regexp.MustCompile(`^[A-Za-z0-9._~-]+$`).MatchString(cursor) {
			s.t.Fatalf("the cursor %s has to be escaped", cursor)
		}
	}
	s.t.Fatal("the walk does not end")
	return nil
}

func TestPagesByCursor(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	people(s)
	for _, c := range []struct {
		name, path, query string
		want              []string
	}{
		{"all on one page", "/Users", "", []string{"ada brian cecil of 3 - 3"}},
		{"a page that everything just fits on", "/Users", "count=3", []string{"ada brian cecil of 3 - 3"}},
		{"two pages", "/Users", "count=2", []string{"ada brian of - - 2", "cecil of - - 1"}},
		{"sorted", "/Users", "count=2&sortBy=userName&sortOrder=descending", []string{"cecil brian of - - 2", "ada of - - 1"}},
		{"filtered by the application", "/Users", "count=1&filter=" + url.QueryEscape(`userName ge "b"`), []string{"brian of - - 1", "cecil of - - 1"}},
		{"an id", "/Users", "filter=" + url.QueryEscape(`id eq "nobody"`), []string{" of 0 - 0"}},
		{"nobody", "/Users", "filter=" + url.QueryEscape(`userName eq "nobody"`), []string{" of 0 - 0"}},
		{"beside startIndex, which says nothing then", "/Users", "startIndex=3&count=2", []string{"ada brian of - - 2", "cecil of - - 1"}},
		{"over all types", "", "count=2", []string{"staff poets of - - 2", "ada brian of - - 2", "cecil of - - 1"}},
		{"over all types, from one to the other", "", "count=3", []string{"staff poets ada of - - 3", "brian cecil of - - 2"}},
		{"over all types on one page", "", "", []string{"staff poets ada brian cecil of 5 - 5"}},
		{"over all types, of which one has nothing", "", "count=2&filter=userName+pr", []string{"ada brian of - - 2", "cecil of - - 1"}},
		{"over all types, of which none can have it", "", "filter=colour+pr", []string{" of 0 - 0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, s.walkTo(c.path, c.query)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWithoutACursorPagesAreByIndex(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	people(s)
	a := s.send("GET", "/Users?count=2", "")
	if got := a.found(t); got != "ada brian of 3 1 2" || strings.Contains(a.text, "Cursor") {
		t.Errorf("got %s in %s", got, a.text)
	}
}

func TestASearchByPostHasCursorsToo(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	people(s)
	for path, want := range map[string][2]string{"/Users/.search": {"ada brian of - - 2", "cecil of - - 1"}, "/.search": {"staff poets of - - 2", "ada brian of - - 2"}} {
		first := s.send("POST", path, searching(`"count":2,"cursor":""`))
		if got := first.found(t); got != want[0] {
			t.Errorf("found %s, want %s", got, want[0])
		}
		next := first.body.Text("nextCursor")
		if got := s.send("POST", path, searching(`"count":2,"cursor":"`+next+`"`)).found(t); got != want[1] {
			t.Errorf("found %s, want %s", got, want[1])
		}
		get := strings.TrimSuffix(path, "/.search") + "?count=2&cursor=" + next
		if got := s.send("GET", get, "").found(t); got != want[1] {
			t.Errorf("a GET with the cursor finds %s, want %s", got, want[1])
		}
	}
}

func TestACursorIsRefused(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	people(s)
	users := s.send("GET", "/Users?count=1&cursor", "").body.Text("nextCursor")
	everything := s.send("GET", "?count=1&cursor", "").body.Text("nextCursor")
	flipped := []byte(users)
	flipped[len(flipped)-3] ^= 1
	for _, c := range []struct {
		name, path string
		scimType   scim.ScimType
	}{
		{"one that is none", "/Users?count=1&cursor=x", scim.InvalidCursor},
		{"one that is none, and not even text", "/Users?count=1&cursor=%zz", scim.InvalidCursor},
		{"one that is cut", "/Users?count=1&cursor=" + users[:len(users)-4], scim.InvalidCursor},
		{"one that was changed", "/Users?count=1&cursor=" + string(flipped), scim.InvalidCursor},
		{"another type's", "/Groups?count=1&cursor=" + users, scim.InvalidCursor},
		{"that of a query over all types", "/Users?count=1&cursor=" + everything, scim.InvalidCursor},
		{"one type's in a query over all", "?count=1&cursor=" + users, scim.InvalidCursor},
		{"another filter's", "/Users?count=1&filter=userName+pr&cursor=" + users, scim.InvalidCursor},
		{"another order's", "/Users?count=1&sortBy=userName&cursor=" + users, scim.InvalidCursor},
		{"another page size's", "/Users?count=2&cursor=" + users, scim.InvalidCursor},
		{"without the page size", "/Users?cursor=" + users, scim.InvalidCursor},
		{"a page of none", "/Users?count=0&cursor=", scim.InvalidCount},
		{"a page of less than none", "/Users?count=-1&cursor=", scim.InvalidCount},
		{"a page without a size that is a number", "/Users?count=x&cursor=", scim.InvalidCount},
		{"a page larger than the largest", "/Users?count=1001&cursor=", scim.InvalidCount},
		{"a page of none, over all types", "?count=0&cursor=", scim.InvalidCount},
	} {
		t.Run(c.name, func(t *testing.T) { s.send("GET", c.path, "").isError(t, 400, c.scimType) })
	}
}

func TestACursorExpires(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	people(s)
	for _, path := range []string{"/Users", ""} {
		next := s.send("GET", path+"?count=1&cursor=", "").body.Text("nextCursor")
		s.Set(s.Now().Add(time.Hour))
		a := s.send("GET", path+"?count=1&cursor="+next, "")
		if a.code != 200 {
			t.Errorf("after an hour: %d %s", a.code, a.text)
		}
		later := a.body.Text("nextCursor")
		s.Set(s.Now().Add(time.Second))
		s.send("GET", path+"?count=1&cursor="+next, "").isError(t, 400, scim.ExpiredCursor)
		if a := s.send("GET", path+"?count=1&cursor="+later, ""); a.code != 200 {
			t.Errorf("the page's own cursor is answered %d %s", a.code, a.text)
		}
	}
}

func TestCursorsCanBeTurnedOff(t *testing.T) {
	limits := gatewaytest.Limits()
	limits.CursorTimeout = 0
	s := newSite(t, gatewaytest.Options{Limits: limits})
	for _, path := range []string{"/Users?cursor", "/Users?cursor=x", "?cursor="} {
		s.send("GET", path, "").isError(t, 400, scim.InvalidCursor)
	}
	s.send("POST", "/Users/.search", searching(`"cursor":""`)).isError(t, 400, scim.InvalidCursor)
	pagination := s.send("GET", "/ServiceProviderConfig", "").body.Object("pagination")
	if got, want := string(pagination.AppendJSON(nil)), `{"cursor":false,"index":true,"defaultPaginationMethod":"index","defaultPageSize":100,"maxPageSize":1000}`; got != want {
		t.Errorf("pagination is %s, want %s", got, want)
	}
}

func TestDiscoverySaysHowPagesAreMade(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	pagination := s.send("GET", "/ServiceProviderConfig", "").body.Object("pagination")
	if got, want := string(pagination.AppendJSON(nil)), `{"cursor":true,"index":true,"defaultPaginationMethod":"index","defaultPageSize":100,"maxPageSize":1000,"cursorTimeout":3600}`; got != want {
		t.Errorf("pagination is %s, want %s", got, want)
	}
}
