package legacy

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAListShowsWhatItsParametersSay(t *testing.T) {
	o := open(t, Style{})
	o.insert("people", Row{"login": "none"})
	for _, c := range []struct{ name, query, want string }{
		{"everybody, by key", "", "ada Bob cid dot eve none"},
		{"an unknown parameter is passed over", "?name=ada&odd", "ada Bob cid dot eve none"},
		{"a field without regard to case", "?login=BOB", "Bob"},
		{"a field as it is", "?badge=b5", ""},
		{"a number", "?pay=2000.0", "Bob"},
		{"no number", "?pay=x", ""},
		{"several numbers", "?pay=2000,4000,x", "Bob dot"},
		{"several texts are one", "?login=ada,Bob", ""},
		{"nothing is no empty value", "?badge=", ""},
		{"two at once", "?login=ada&badge=B5", "ada"},
		{"two that exclude each other", "?login=ada&badge=B4", ""},
		{"from", "?pay_from=3000", "cid dot eve"},
		{"to", "?pay_to=2000", "ada Bob"},
		{"between", "?pay_from=2000&pay_to=3000", "Bob cid"},
		{"keys", "?ids=3,1,99", "ada cid"},
		{"no keys", "?ids=", ""},
		{"a part of several fields", "?q=B", "ada Bob cid dot eve"},
		{"a part of one", "?q=do", "dot"},
		{"an empty part", "?q=", "ada Bob cid dot eve none"},
		{"sorted", "?sort=login", "ada Bob cid dot eve none"},
		{"sorted down", "?sort=-login", "none eve dot cid Bob ada"},
		{"what is empty comes first", "?sort=badge", "none eve dot cid Bob ada"},
		{"by what it cannot be sorted by", "?sort=pay", "ada Bob cid dot eve none"},
	} {
		if got := o.wants("GET", "/people"+c.query, "", 200, "…").values(t, "login"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAListMayShowOnlySomeUnlessAskedForOthers(t *testing.T) {
	app, err := New(Style{}, Collection{
		Name: "users", Key: []string{"id"}, Fields: []Field{{Name: "id", Type: Integer}, {Name: "status", Type: Integer}},
		Find: []string{"status"}, Usual: Row{"status": int64(1)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := app.Insert("users", Row{"id": int64(1), "status": int64(1)}, Row{"id": int64(2), "status": int64(3)}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{"": "1", "?status=3": "2", "?status=": "1 2", "?status=4": ""} {
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/users"+query, nil))
		if got := (answer{text: w.Body.String()}).values(t, "id"); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

func TestAListLacksWhatIsDetail(t *testing.T) {
	o := open(t, Style{})
	list := o.call("GET", "/people?login=ada", "").text
	for field, want := range map[string]bool{"notes": false, "team_ids": false, "secret": false, "mails": true} {
		if strings.Contains(list, `"`+field+`"`) != want {
			t.Errorf("%s: %s", field, list)
		}
	}
}

func TestAListComesInPages(t *testing.T) {
	for _, c := range []struct {
		name           string
		paging         Paging
		queries, wants []string
	}{
		{"none", Unpaged, []string{"?page=2&limit=1"}, []string{"1 2 3 4 5"}},
		{"pages", Pages, []string{"", "?page=2", "?page=3", "?page=4", "?per_page=3&page=2", "?per_page=100", "?per_page=0&page=-1", "?page=x"},
			[]string{"1 2", "3 4", "5", "", "4 5", "1 2 3 4", "1 2", "1 2"}},
		{"offsets", Offsets, []string{"", "?offset=1", "?offset=1&limit=3", "?offset=9", "?limit=100", "?offset=-1&limit=-1"},
			[]string{"1 2", "2 3", "2 3 4", "", "1 2 3 4", "1 2"}},
	} {
		o := open(t, Style{Paging: c.paging, Size: 2, Max: 4})
		for i, q := range c.queries {
			if got := o.wants("GET", "/people"+q, "", 200, "…").values(t, "no"); got != c.wants[i] {
				t.Errorf("%s %s: %s, want %s", c.name, q, got, c.wants[i])
			}
		}
	}
}

func TestACursorLeadsThroughAListThatChangesMeanwhile(t *testing.T) {
	for name, query := range map[string]string{"by key": "limit=2", "by a field": "limit=2&sort=login", "by one that may be empty": "limit=2&sort=-badge"} {
		for _, paging := range []Paging{Cursors, Links} {
			o := open(t, Style{Paging: paging, Under: "data"})
			var seen []string
			for path := "/people?" + query; path != ""; {
				a := o.wants("GET", path, "", 200, "…")
				var body struct {
					Data []struct{ Login string }
					Meta struct{ Next string }
				}
				if err := json.Unmarshal([]byte(a.text), &body); err != nil {
					t.Fatal(err)
				}
				for _, p := range body.Data {
					seen = append(seen, p.Login)
				}
				if path = nextPage(a, o.server.URL); path == "" && body.Meta.Next != "" {
					path = "/people?" + query + "&cursor=" + body.Meta.Next
				}
				o.call("DELETE", "/people/2", "") // the last one on the first page, the first time
			}
			if got := strings.Join(seen, " "); got != "ada Bob cid dot eve" {
				t.Errorf("%s: %s", name, got)
			}
		}
	}
}

// nextPage is where the Link header leads.
func nextPage(a answer, origin string) string {
	link := strings.TrimPrefix(a.header.Get("Link"), "<"+origin)
	path, rest, _ := strings.Cut(link, ">")
	if rest != `; rel="next"` {
		return ""
	}
	return path
}

func TestATotalIsWhereTheStyleHasIt(t *testing.T) {
	for _, c := range []struct {
		name   string
		style  Style
		text   string
		header string
	}{
		{"nowhere", Style{Under: "codes"}, `{"codes":[{"code":"..","text":null}]}`, ""},
		{"in the body", Style{Under: "data", Total: TotalInBody, Paging: Offsets}, `{"data":[{"code":"..","text":null}],"meta":{"size":1,"total":3}}`, ""},
		{"in a header", Style{Total: TotalInHeader, Paging: Offsets}, `[{"code":"..","text":null}]`, "3"},
	} {
		o := open(t, c.style)
		if c.style.Paging == Unpaged {
			o.call("DELETE", "/codes/a%2Fb", "")
			o.call("DELETE", "/codes/a%20b%252F", "")
		}
		a := o.wants("GET", "/codes?limit=1", "", http.StatusOK, c.text)
		if got := a.header.Get("X-Total-Count"); got != c.header {
			t.Errorf("%s: header %q", c.name, got)
		}
	}
}
