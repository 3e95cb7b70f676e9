package conformance

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

// answer is what came back to a request.
type answer struct {
	s       *site
	request string // method and path, for messages
	status  int
	header  http.Header
	text    string
	body    any
}

// check holds for every answer whatever was asked: SCIM's media type, UTF-8, JSON without null and without empty
// values, an Error where the status is one, and headers that say what the body says.
func (a *answer) check() {
	a.s.Helper()
	if a.text == "" {
		if a.status != http.StatusNoContent && a.status != http.StatusNotModified {
			a.s.Errorf("%s: %d without a body", a.request, a.status)
		}
		return
	}
	if a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		a.s.Errorf("%s: %d with a body", a.request, a.status)
	}
	if got := a.header.Get("Content-Type"); got != scim.MediaType {
		a.s.Errorf("%s: the body is of type %q", a.request, got)
	}
	if !utf8.ValidString(a.text) {
		a.s.Errorf("%s: the body is not UTF-8", a.request)
	}
	if err := json.Unmarshal([]byte(a.text), &a.body); err != nil {
		a.s.Fatalf("%s: %d and no JSON: %v\n%s", a.request, a.status, err, a.text)
	}
	if place := unassigned("", a.body); place != "" {
		a.s.Errorf("%s: %s is there without a value: %s", a.request, place, a.text)
	}
	if a.status >= 400 {
		a.checkError()
		return
	}
	if a.at("meta/location") != nil && !strings.Contains(a.request, "/Schemas") && !strings.Contains(a.request, "/ResourceTypes") && !strings.Contains(a.request, "/ServiceProviderConfig") {
		a.has("meta/location", a.header.Get("Location"))
	}
	if version := a.at("meta/version"); version != nil {
		a.has("meta/version", a.header.Get("ETag"))
	}
}

func (a *answer) checkError() {
	a.s.Helper()
	a.has("schemas", []any{scim.MessageError})
	a.has("status", strconv.Itoa(a.status))
	if detail, _ := a.at("detail").(string); detail == "" {
		a.s.Errorf("%s: an error without a detail: %s", a.request, a.text)
	}
	for _, word := range []string{"SELECT", "sqlite", "SQLSTATE", "goroutine", ".go:"} {
		if strings.Contains(a.text, word) {
			a.s.Errorf("%s: the error tells of the inside: %s", a.request, a.text)
		}
	}
}

// unassigned finds what is null or empty inside v; only the Resources of a list may be.
func unassigned(at string, v any) string {
	switch v := v.(type) {
	case nil:
		return at
	case []any:
		if len(v) == 0 && at != "/Resources" {
			return at
		}
		for i, e := range v {
			if place := unassigned(at+"/"+strconv.Itoa(i), e); place != "" {
				return place
			}
		}
	case map[string]any:
		if len(v) == 0 {
			return at
		}
		for name, e := range v {
			if place := unassigned(at+"/"+name, e); place != "" {
				return place
			}
		}
	}
	return ""
}

// at is the value at a place such as "name/givenName" or "emails/0/value", nil when there is none.
func (a answer) at(place string) any { return valueAt(a.body, place) }

func valueAt(v any, place string) any {
	for part := range strings.SplitSeq(place, "/") {
		switch w := v.(type) {
		case map[string]any:
			v = w[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i >= len(w) {
				return nil
			}
			v = w[i]
		default:
			return nil
		}
	}
	return v
}

// string is the text at a place.
func (a answer) string(place string) string {
	text, _ := a.at(place).(string)
	return text
}

// list is the list at a place.
func (a answer) list(place string) []any {
	list, _ := a.at(place).([]any)
	return list
}

func (a answer) id() string { return a.string("id") }

// is checks the status.
func (a answer) is(status int) answer {
	a.s.Helper()
	if a.status != status {
		a.s.Fatalf("%s: %d, want %d\n%s", a.request, a.status, status, a.text)
	}
	return a
}

// fails checks the status and the scimType of an error.
func (a answer) fails(status int, scimType scim.ScimType) answer {
	a.s.Helper()
	a.is(status)
	if got := a.string("scimType"); got != string(scimType) {
		a.s.Errorf("%s: scimType %q, want %q\n%s", a.request, got, scimType, a.text)
	}
	return a
}

// has checks the value at a place.
func (a answer) has(place string, want any) answer {
	a.s.Helper()
	if diff := cmp.Diff(want, a.at(place)); diff != "" {
		a.s.Errorf("%s: %s (-want +got):\n%s\n%s", a.request, place, diff, a.text)
	}
	return a
}

// lacks checks that there is nothing at some places.
func (a answer) lacks(places ...string) answer {
	a.s.Helper()
	for _, place := range places {
		if v := a.at(place); v != nil {
			a.s.Errorf("%s: %s is %v", a.request, place, v)
		}
	}
	return a
}

// each are the values at a place of a list's resources, in order.
func (a answer) each(place string) []any {
	all := []any{}
	for _, r := range a.list("Resources") {
		all = append(all, valueAt(r, place))
	}
	return all
}
