package rest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// shelf is an application with numbered books that lists them in any style. It says what it was asked.
type shelf struct {
	url   string
	books int
	asked []string
}

func newShelf(t *testing.T, books int) *shelf {
	t.Helper()
	s := &shelf{books: books}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// ServeHTTP answers /books by numbered pages, /offset by offsets, /cursor by cursors in the body, /link by links and
// /all without pages. No page has more than 10 books.
func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked = append(s.asked, strings.TrimPrefix(r.URL.String(), "/"))
	q := r.URL.Query()
	number := func(name string, def int) int {
		if n, err := strconv.Atoi(q.Get(name)); err == nil {
			return n
		}
		return def
	}
	size := min(number("size", 10), 10)
	from, more := 0, map[string]any{}
	switch r.URL.Path {
	case "/books":
		from = (number("page", 1) - 1) * size
	case "/offset":
		from = number("from", 0)
	case "/cursor", "/link":
		from = number("after", 0)
		if next := from + size; next < s.books {
			more["next"] = strconv.Itoa(next)
			w.Header().Set("Link", fmt.Sprintf(`</link?after=%d>; rel="next"`, next))
		}
	case "/all":
		size = s.books
	case "/elsewhere":
		w.Header().Set("Link", `<http://evil.example/link?after=1>; rel="next"`)
	case "/round":
		more["next"] = "again"
	}
	books := []any{}
	for n := from; n < min(from+size, s.books); n++ {
		books = append(books, map[string]any{"id": n})
	}
	body := map[string]any{"books": books, "total": s.books}
	maps.Copy(body, more)
	_ = json.NewEncoder(w).Encode(body)
}

func (s *shelf) open(t *testing.T, list string) connectors.Entity {
	t.Helper()
	c := dial(t, fmt.Sprintf("type: rest\nbase_url: %s\nentities: {books: {key: id, fields: {id: integer}, list: %s}}\n", s.url, list))
	return open(t, c, connectors.Spec{Entity: "books", Key: []string{"id"}, Fields: []string{"id"}})
}

const (
	pages   = "{get: /books, records: books, total: total, paging: {style: page, size: size, max: 10}}"
	blind   = "{get: /books, records: books, paging: {style: page, size: size, max: 10}}"
	offsets = "{get: /offset, records: books, total: total, paging: {style: offset, offset: from, limit: size, max: 10}}"
	cursors = "{get: /cursor, records: books, paging: {style: cursor, cursor: after, next: next, size: size, max: 10}}"
	links   = "{get: /link, records: books, paging: {style: link, size: size, max: 10}}"
	all     = "{get: /all, records: books, paging: none}"
)

func TestAnyStretchIsReadByTheFewestPages(t *testing.T) {
	for _, c := range []struct {
		name, list    string
		offset, limit int
		want          []string
	}{
		{"a page of ours that is one of theirs", pages, 5, 5, []string{"books?page=2&size=5"}},
		{"a stretch that a larger page holds", pages, 3, 4, []string{"books?page=1&size=7"}},
		{"a stretch that a page of the same size holds", pages, 8, 4, []string{"books?page=3&size=4"}},
		{"a stretch that no page holds", pages, 7, 9, []string{"books?page=1&size=10", "books?page=2&size=8"}},
		{"more than a page", pages, 0, 25, []string{"books?page=1&size=10", "books?page=2&size=10", "books?page=5&size=5"}},
		{"the end, which the total tells", pages, 20, 10, []string{"books?page=3&size=10"}},
		{"the end, which a short page tells", blind, 20, 10, []string{"books?page=3&size=10"}},
		{"behind the end", pages, 90, 5, []string{"books?page=19&size=5"}},
		{"offsets are asked for as they are", offsets, 3, 4, []string{"offset?from=3&size=4"}},
		{"offsets, more than a page", offsets, 3, 14, []string{"offset?from=3&size=10", "offset?from=13&size=4"}},
		{"a cursor leads through what is before", cursors, 12, 4, []string{"cursor?size=10", "cursor?size=10&after=10"}},
		{"so does a link", links, 12, 4, []string{"link?size=10", "link?after=10"}},
		{"what has no pages is asked for once", all, 12, 4, []string{"all"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShelf(t, 25)
			e := s.open(t, c.list)
			page, err := e.List(t.Context(), connectors.Query{Offset: c.offset, Limit: c.limit})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, s.asked); d != "" {
				t.Errorf("calls (-want +got):\n%s", d)
			}
			if d := cmp.Diff(stretch(c.offset, min(c.offset+c.limit, 25)), keysOf(page.Records)); d != "" {
				t.Errorf("books (-want +got):\n%s", d)
			}
			if end := c.offset+c.limit >= 25; end != (page.Next == "") {
				t.Errorf("the next page begins at %q", page.Next)
			}
		})
	}
}

func TestAWalkAsksForNothingTwice(t *testing.T) {
	for _, c := range []struct {
		name, list string
		want       []string
	}{
		{"pages", pages, []string{"books?page=1&size=10", "books?page=2&size=10", "books?page=3&size=10"}},
		{"offsets", offsets, []string{"offset?from=0&size=10", "offset?from=10&size=10", "offset?from=20&size=10"}},
		{"cursors", cursors, []string{"cursor?size=10", "cursor?size=10&after=10", "cursor?size=10&after=20"}},
		{"links", links, []string{"link?size=10", "link?after=10", "link?after=20"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShelf(t, 25)
			e := s.open(t, c.list)
			var walked []connectors.Key
			for q := (connectors.Query{Limit: 10}); ; {
				page, err := e.List(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				walked = append(walked, keysOf(page.Records)...)
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			if d := cmp.Diff(c.want, s.asked); d != "" {
				t.Errorf("calls (-want +got):\n%s", d)
			}
			if d := cmp.Diff(stretch(0, 25), walked); d != "" {
				t.Errorf("books (-want +got):\n%s", d)
			}
		})
	}
}

func TestAListThatLeadsAstrayIsNoList(t *testing.T) {
	for _, c := range []struct{ name, list string }{
		{"a link to another host", "{get: /elsewhere, records: books, paging: {style: link, max: 10}}"},
		{"a page that names itself as the next one", "{get: /round, records: books, paging: {style: cursor, cursor: after, next: next, max: 10}}"},
		{"an answer without the records", "{get: /books, records: pages.books}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newShelf(t, 25).open(t, c.list)
			_, err := e.List(t.Context(), connectors.Query{Limit: 100})
			if connectors.KindOf(err) != connectors.Unavailable {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestNoMoreIsReadThanTheBoundAllows(t *testing.T) {
	s := newShelf(t, 25)
	e := s.open(t, blind)
	never := connectors.Not{Term: connectors.And{}}
	if _, err := e.List(t.Context(), connectors.Query{Where: never, Limit: 5, Bound: 20}); connectors.KindOf(err) != connectors.TooMany {
		t.Errorf("got %v", err)
	}
	page, err := e.List(t.Context(), connectors.Query{Where: never, Limit: 5, Bound: 25})
	if err != nil || len(page.Records) != 0 || page.Read != 25 {
		t.Errorf("got %d records of %d, %v", len(page.Records), page.Read, err)
	}
}

func stretch(from, to int) []connectors.Key {
	var keys []connectors.Key
	for n := from; n < to; n++ {
		keys = append(keys, connectors.Key(strconv.Itoa(n)))
	}
	return keys
}

func keysOf(records []connectors.Record) []connectors.Key {
	var keys []connectors.Key
	for _, r := range records {
		keys = append(keys, r.Key)
	}
	return keys
}
