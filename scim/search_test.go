package scim

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func refusal(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return fmt.Sprintf("%d %s", e.Status, e.ScimType)
	}
	return fmt.Sprint(err)
}

// message reads a JSON text, with the order of its members.
func message(t *testing.T, text string) *Object {
	t.Helper()
	v, err := decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(*Object)
}

const searchRequest = `"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]`

func TestASearchRequestIsRead(t *testing.T) {
	cursor := func(s string) *string { return &s }
	cases := []struct {
		name, in string
		want     Search
	}{
		{"one that asks for nothing is the first page of everything", `{` + searchRequest + `}`, NewSearch()},
		{
			"one that asks for all there is",
			`{` + searchRequest + `,"attributes":["userName"," name.givenName ",""],"filter":" active eq true ","sortBy":"userName","sortOrder":"descending","startIndex":11,"count":10}`,
			Search{Attributes: []string{"userName", "name.givenName"}, Filter: "active eq true", SortBy: "userName", Descending: true, Start: 11, Count: 10},
		},
		{"excluded attributes", `{` + searchRequest + `,"excludedAttributes":["members"]}`, Search{Excluded: []string{"members"}, Start: 1, Count: Unsaid}},
		{"nulls are not there", `{` + searchRequest + `,"attributes":null,"filter":null,"sortBy":null,"startIndex":null,"count":null,"cursor":null}`, NewSearch()},
		{"what is no parameter is passed over", `{` + searchRequest + `,"x":1}`, NewSearch()},
		{"a sort order in another letter case", `{` + searchRequest + `,"sortBy":"userName","sortOrder":"Ascending"}`, Search{SortBy: "userName", Start: 1, Count: Unsaid}},
		{"a sort order without anything to sort by", `{` + searchRequest + `,"sortOrder":"up"}`, NewSearch()},
		{"no resources, but the total", `{` + searchRequest + `,"count":0}`, Search{Start: 1}},
		{"a negative count means none", `{` + searchRequest + `,"count":-3}`, Search{Start: 1}},
		{"numbers beyond all bounds", `{` + searchRequest + `,"startIndex":-9223372036854775808,"count":9223372036854775807}`, Search{Start: -1 << 31, Count: 1<<31 - 1}},
		{"the first page by cursor", `{` + searchRequest + `,"cursor":""}`, Search{Start: 1, Count: Unsaid, Cursor: cursor("")}},
		{"another page by cursor", `{` + searchRequest + `,"cursor":"abc","count":1}`, Search{Start: 1, Count: 1, Cursor: cursor("abc")}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseSearch(message(t, c.in), nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestASearchRequestIsRefused(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"no schemas", `{}`, "400 invalidSyntax"},
		{"another message", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}`, "400 invalidSyntax"},
		{"schemas that are no list", `{"schemas":"urn:ietf:params:scim:api:messages:2.0:SearchRequest"}`, "400 invalidSyntax"},
		{"attributes that are no list", `{` + searchRequest + `,"attributes":"userName"}`, "400 invalidSyntax"},
		{"attributes that are no names", `{` + searchRequest + `,"attributes":[1]}`, "400 invalidValue"},
		{"excluded attributes that are no names", `{` + searchRequest + `,"excludedAttributes":[null]}`, "400 invalidValue"},
		{"a filter that is no text", `{` + searchRequest + `,"filter":true}`, "400 invalidValue"},
		{"sortBy that is no text", `{` + searchRequest + `,"sortBy":[]}`, "400 invalidValue"},
		{"a sort order that is none", `{` + searchRequest + `,"sortBy":"userName","sortOrder":"up"}`, "400 invalidValue"},
		{"a start that is no number", `{` + searchRequest + `,"startIndex":"1"}`, "400 invalidValue"},
		{"a count with a fraction", `{` + searchRequest + `,"count":1.5}`, "400 invalidValue"},
		{"a count with a fraction beside a cursor", `{` + searchRequest + `,"cursor":"","count":1.5}`, "400 invalidCount"},
		{"no resources by cursor", `{` + searchRequest + `,"cursor":"","count":0}`, "400 invalidCount"},
		{"fewer than none by cursor", `{` + searchRequest + `,"cursor":"","count":-1}`, "400 invalidCount"},
		{"a cursor that is no text", `{` + searchRequest + `,"cursor":1}`, "400 invalidValue"},
		{"a member twice", `{` + searchRequest + `,"filter":"a pr","Filter":"b pr"}`, "400 invalidSyntax"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			edge := &Edge{Strict: map[Tolerance]bool{SchemasInferred: true}}
			if s, err := ParseSearch(message(t, c.in), edge); refusal(err) != c.want {
				t.Errorf("got %+v, %v; want %s", s, err, c.want)
			}
		})
	}
}

func TestAMessageIsReadTolerantly(t *testing.T) {
	cases := []struct {
		name, in string
		rule     Tolerance
	}{
		{"no schemas", `{"filter":"a pr"}`, SchemasInferred},
		{"empty schemas", `{"schemas":[],"filter":"a pr"}`, SchemasInferred},
		{"surplus schemas", `{"schemas":["urn:x","urn:ietf:params:scim:api:messages:2.0:searchrequest"],"filter":"a pr"}`, SchemasInferred},
		{"members in another letter case", `{` + searchRequest + `,"FILTER":"a pr"}`, OperationsCase},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			edge := &Edge{}
			s, err := ParseSearch(message(t, c.in), edge)
			if err != nil || s.Filter != "a pr" || edge.Used[c.rule] == 0 {
				t.Errorf("got %+v, %v, by %v", s, err, edge.Used)
			}
			if s, err := ParseSearch(message(t, c.in), nil); err == nil && s.Filter != "" {
				t.Errorf("without the tolerance it is %+v", s)
			}
		})
	}
}

func TestNoToleranceTakesAnotherMessageForASearchRequest(t *testing.T) {
	for _, in := range []string{`{"schemas":["urn:x"]}`, `{"schemas":{}}`, `{"schemas":"x"}`, `{"schemas":[1]}`} {
		if s, err := ParseSearch(message(t, in), &Edge{}); refusal(err) != "400 invalidSyntax" {
			t.Errorf("%s is %+v, %v", in, s, err)
		}
	}
}

func TestMessagesHaveObjects(t *testing.T) {
	m, err := ReadMessage(message(t, `{"schemas":["urn:m"],"o":{"x":1},"n":null,"l":[]}`), "urn:m", nil)
	if err != nil {
		t.Fatal(err)
	}
	if o, err := m.Object("o"); err != nil || o.Len() != 1 {
		t.Errorf("got %v, %v", o, err)
	}
	if o, err := m.Object("n"); err != nil || o != nil {
		t.Errorf("a null is %v, %v", o, err)
	}
	if o, err := m.Object("l"); refusal(err) != "400 invalidSyntax" {
		t.Errorf("a list is %v, %v", o, err)
	}
	if x, err := m.Part(NewObject("x", int64(1))).Number("x", 0); err != nil || x != 1 {
		t.Errorf("got %v, %v", x, err)
	}
}
