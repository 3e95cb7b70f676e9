package legacy

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// people, teams and what is under them: the collections that the tests serve.
func collections() []Collection {
	return []Collection{
		{
			Name: "people", One: "person", Key: []string{"no"}, Unique: [][]string{{"login"}, {"badge"}},
			Fields: []Field{
				{Name: "no", Type: Integer, Generated: true},
				{Name: "login", Type: Text, Max: 8, Required: true, AnyCase: true, Pattern: `[A-Za-z0-9.]+`},
				{Name: "badge", Type: Text},
				{Name: "boss", Type: Integer, Refers: "people"},
				{Name: "pay", Type: Decimal},
				{Name: "share", Type: Float},
				{Name: "temp", Type: Bool},
				{Name: "hired", Type: Date},
				{Name: "seen", Type: Time},
				{Name: "size", Type: Text, OneOf: []string{"S", "M"}},
				{Name: "state", Type: Text, Default: "on", ReadOnly: true},
				{Name: "secret", Type: Text, WriteOnly: true},
				{Name: "notes", Type: Text, Detail: true},
				{Name: "born", Type: Time, Stamp: Created},
				{Name: "changed", Type: Time, Stamp: Changed},
			},
			Subs: []Sub{
				{Name: "phones", One: "phone", Of: "phones", By: map[string]string{"person": "no"}, Cascade: true},
				{Name: "mails", One: "mail", Of: "mails", By: map[string]string{"person": "no"}, Inline: true},
				{Name: "team_ids", One: "team_id", Of: "links", By: map[string]string{"person": "no"}, Member: "team", Inline: true, Bare: true, Detail: true},
				{Name: "teams", One: "team", Of: "links", By: map[string]string{"person": "no"}, Member: "team", Target: "teams", Show: map[string]string{"name": "name"}, ReadOnly: true},
			},
			Actions: []Action{{Name: "lock", Set: map[string]any{"state": "off"}}},
			Find:    []string{"no", "login", "badge", "pay", "hired"}, Ranges: []string{"pay", "hired"}, Search: []string{"login", "badge"},
			Sort: []string{"login", "badge"}, ByIDs: true,
		},
		{
			Name: "teams", One: "team", Key: []string{"id"},
			Fields: []Field{{Name: "id", Type: Integer, Generated: true}, {Name: "name", Type: Text, Required: true}},
			Subs: []Sub{
				{Name: "members", One: "member", Of: "links", By: map[string]string{"team": "id"}, Member: "person", Target: "people", Paged: true, Cascade: true},
				{Name: "roster", One: "entry", Of: "links", By: map[string]string{"team": "id"}, Member: "person", Bare: true, Whole: true},
			},
		},
		{
			Name: "links", One: "link", Key: []string{"team", "person"},
			Fields: []Field{{Name: "team", Type: Integer}, {Name: "person", Type: Integer}, {Name: "by", Type: Text}},
		},
		{
			Name: "phones", One: "phone", Key: []string{"id"}, Hidden: true,
			Fields: []Field{{Name: "id", Type: Integer, Generated: true}, {Name: "person", Type: Integer}, {Name: "number", Type: Text, Required: true}, {Name: "kind", Type: Text}},
		},
		{
			Name: "mails", One: "mail", Key: []string{"id"}, Hidden: true,
			Fields: []Field{{Name: "id", Type: Integer, Generated: true}, {Name: "person", Type: Integer}, {Name: "mail", Type: Text, Required: true}},
		},
		{Name: "codes", One: "code", Key: []string{"code"}, Fields: []Field{{Name: "code", Type: Text}, {Name: "text", Type: Text}}},
		{Name: "views", One: "view", Key: []string{"id"}, Fields: []Field{{Name: "id", Type: Integer}}, ReadOnly: true},
		{Name: "lines", One: "line", Fields: []Field{{Name: "text", Type: Text}}},
	}
}

// office is an application under test.
type office struct {
	*testing.T
	*App
	server *httptest.Server
	header http.Header // of every call
}

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// open serves five people, two teams and a few rows under them.
func open(t *testing.T, style Style) office {
	t.Helper()
	if style.Now == nil {
		style.Now = func() time.Time { return noon }
	}
	app, err := New(style, collections()...)
	if err != nil {
		t.Fatal(err)
	}
	o := office{t, app, httptest.NewServer(app), http.Header{}}
	t.Cleanup(o.server.Close)
	for i, login := range []string{"ada", "Bob", "cid", "dot", "eve"} {
		o.insert("people", Row{"login": login, "badge": fmt.Sprint("B", 5-i), "pay": json.Number(fmt.Sprint(1000 * (i + 1)))})
	}
	o.insert("teams", Row{"name": "red"}, Row{"name": "blue"})
	for i := int64(1); i <= 3; i++ {
		o.insert("links", Row{"team": int64(1), "person": i, "by": "hand"})
	}
	o.insert("phones", Row{"person": int64(1), "number": "1"}, Row{"person": int64(1), "number": "2"}, Row{"person": int64(2), "number": "3"})
	o.insert("mails", Row{"person": int64(1), "mail": "a@x"}, Row{"person": int64(1), "mail": "b@x"})
	o.insert("codes", Row{"code": "a/b"}, Row{"code": ".."}, Row{"code": "a b%2F"})
	return o
}

func (o office) insert(collection string, rows ...Row) {
	o.Helper()
	if err := o.Insert(collection, rows...); err != nil {
		o.Fatal(err)
	}
}

// answer is what a call got.
type answer struct {
	status int
	header http.Header
	text   string
}

// call makes a call; where the application takes forms, its body is one.
func (o office) call(method, path, body string) answer {
	o.Helper()
	a, err := o.try(method, path, body)
	if err != nil {
		o.Fatal(err)
	}
	return a
}

func (o office) try(method, path, body string) (answer, error) {
	return o.within(o.Context(), method, path, body)
}

// within is try for as long as ctx lasts.
func (o office) within(ctx context.Context, method, path, body string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, o.server.URL+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	req.Header = o.header.Clone()
	if o.style.Body == Form {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, strings.ReplaceAll(string(text), o.server.URL, "")}, err
}

// wants makes a call that must be answered like this: the status, and the body unless it is "…".
func (o office) wants(method, path, body string, status int, text string) answer {
	o.Helper()
	a := o.call(method, path, body)
	if a.status != status || text != "…" && a.text != text {
		o.Errorf("%s %s %s: %d %s\nwant %d %s", method, path, body, a.status, a.text, status, text)
	}
	return a
}

// values are those of one field in the answer to a list of JSON.
func (a answer) values(t *testing.T, field string) string {
	t.Helper()
	var list []map[string]any
	if err := json.Unmarshal([]byte(a.text), &list); err != nil {
		t.Fatalf("%v: %s", err, a.text)
	}
	out := []string{}
	for _, e := range list {
		out = append(out, fmt.Sprint(e[field]))
	}
	return strings.Join(out, " ")
}
