package httpapi_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

func TestQueryParametersOfAList(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for _, name := range []string{"ada", "brian", "cecil"} {
		s.made("/Users", strings.Replace(ada, `"ada"`, `"`+name+`"`, 1))
	}
	cases := []struct {
		name, query         string
		total, start, items string
	}{
		{"none", "", "3", "1", "3"},
		{"a page", "startIndex=2&count=1", "3", "2", "1"},
		{"in any letter case", "STARTINDEX=3&Count=9", "3", "3", "1"},
		{"a start below one is one", "startIndex=-4", "3", "1", "3"},
		{"a count below none is none", "count=-4", "3", "1", "0"},
		{"count none is the total alone", "count=0", "3", "1", "0"},
		{"numbers beyond all bounds", "startIndex=99999999999999999999&count=99999999999999999999", "3", "2147483647", "0"},
		{"empty ones are none", "startIndex=&count=&filter=&sortBy=&attributes=", "3", "1", "3"},
		{"unknown ones", "aadOptscim062020&x=%zz&filter=userName+eq+%22ada%22", "1", "1", "1"},
		{"a filter with %20", "filter=userName%20eq%20%22ada%22", "1", "1", "1"},
		{"a plus sign sent as it is", "filter=emails.value%20eq%20%22a+b@example.com%22", "3", "1", "3"},
		{"a plus sign sent as %2B by a form", "filter=emails.value+eq+%22a%2Bb@example.com%22", "3", "1", "3"},
		{"a filter without quotes", "filter=userName+eq+ada", "1", "1", "1"},
		{"a filter as Entra sends it", "filter=emails%5Btype+eq+%22work%22%5D.value+eq+%22a%2Bb%40example.com%22", "3", "1", "3"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := s.send("GET", "/Users?"+c.query, "")
			want := `"totalResults":` + c.total + `,"startIndex":` + c.start + `,"itemsPerPage":` + c.items + `,`
			if a.code != 200 || !strings.Contains(a.text, want) {
				t.Errorf("got %d %.160s, want %s", a.code, a.text, want)
			}
		})
	}
}

func TestAListIsSorted(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for _, name := range []string{"brian", "ada"} {
		s.made("/Users", strings.Replace(ada, `"ada"`, `"`+name+`"`, 1))
	}
	for query, first := range map[string]string{
		"sortBy=userName": "ada", "sortby=USERNAME&sortorder=Ascending": "ada", "sortBy=userName&sortOrder=descending": "brian",
	} {
		a := s.send("GET", "/Users?count=1&"+query, "")
		if a.code != 200 || !strings.Contains(a.text, `"userName":"`+first+`"`) {
			t.Errorf("%s answers %d %s", query, a.code, a.text)
		}
	}
}

func TestASpaceInsideAQuotedText(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.made("/Groups", staff)
	for _, query := range []string{"displayName+eq+%22A+and+B%22", "displayName%20eq%20%22A%20and%20B%22", url.QueryEscape(`displayName eq "A and B"`)} {
		if a := s.send("GET", "/Groups?filter="+query, ""); !strings.Contains(a.text, `"totalResults":1`) {
			t.Errorf("%s answers %s", query, a.text)
		}
	}
}

func TestAQueryIsRefused(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	cases := []struct {
		query    string
		status   int
		scimType scim.ScimType
	}{
		{"startIndex=x", 400, scim.InvalidValue},
		{"count=1.5", 400, scim.InvalidValue},
		{"sortOrder=up&sortBy=userName", 400, scim.InvalidValue},
		{"sortBy=nobody", 400, scim.InvalidValue},
		{"filter=userName", 400, scim.InvalidFilter},
		{"filter=nobody+eq+1", 400, scim.InvalidFilter},
		{"filter=%zz", 400, scim.InvalidFilter},
		{"attributes=%zz", 400, scim.InvalidValue},
		{"attributes=userName&excludedAttributes=name", 400, scim.InvalidValue},
	}
	for _, c := range cases {
		t.Run(c.query, func(t *testing.T) { s.send("GET", "/Users?"+c.query, "").isError(t, c.status, c.scimType) })
	}
}

func TestAttributesAreChosenByName(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	core := `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"` + id + `"`
	for query, want := range map[string]string{
		"attributes=userName":             `{` + core + `,"userName":"ada"}`,
		"ATTRIBUTES=username,nobody":      `{` + core + `,"userName":"ada"}`,
		"attributes=userName&attributes=": `{` + core + `,"userName":"ada"}`,
		"attributes=nobody":               `{` + core + `}`,
		"attributes=emails.value":         `{` + core + `,"emails":[{"value":"a+b@example.com"}]}`,
		"excludedAttributes=meta,emails,groups,externalId,active,userName": `{` + core + `}`,
	} {
		if a := s.send("GET", "/Users/"+id+"?"+query, ""); a.text != want {
			t.Errorf("%s\n got %s\nwant %s", query, a.text, want)
		}
	}
}
