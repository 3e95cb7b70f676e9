package httpapi_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
)

// Whatever is sent, the answer is SCIM and no defect.
func FuzzRequest(f *testing.F) {
	seeds := []struct{ method, path, query, body string }{
		{"GET", "/Users", "filter=userName+eq+%22ada%22&sortBy=emails&count=2&startIndex=1", ""},
		{"GET", "/Users", "filter=emails[type eq \"work\" and value co \"@\"] or not (active eq true)", ""},
		{"GET", "/Groups", "excludedAttributes=members&filter=members eq \"x\"", ""},
		{"POST", "/Users", "", ada},
		{"POST", "/Groups", "attributes=members.value", staff},
		{"PUT", "/Users/ID", "", ada},
		{"PATCH", "/Users/ID", "", patchOp(`{"op":"Replace","value":{"name.givenName":"x","emails[type eq \"home\"].value":"y"}}`)},
		{"PATCH", "/Users/ID", "", patchOp(`{"op":"remove","path":"phoneNumbers[type eq \"work\"]"},{"op":"add","path":"roles","value":[null]}`)},
		{"PATCH", "/Groups/ID", "", patchOp(`{"op":"add","path":"members","value":{"members":[{"value":"x"}]}}`)},
		{"DELETE", "/Users/ID", "", ""},
		{"GET", "/Schemas/urn:x", "", ""},
		{"GET", "", "filter=userName ne \"x\"&cursor&count=1", ""},
		{"POST", "/.search", "", searching(`"filter":"meta.resourceType eq \"User\" or members pr","cursor":"x","count":2`)},
		{"POST", "/Users/.search", "", searching(`"sortBy":"emails","attributes":["name"],"startIndex":2`)},
		{"POST", "/Bulk", "", bulkUntil(1, group("g", "bulkId:u"), user("u", managed("bulkId:u")), operation("DELETE", "/Groups/bulkId:g", ""))},
	}
	for _, s := range seeds {
		f.Add(s.method, s.path, s.query, s.body)
	}
	s := newSite(f, gatewaytest.Options{})
	id := s.made("/Users", ada)
	s.made("/Groups", staff)
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		if strings.ContainsFunc(method, func(r rune) bool { return r <= ' ' || r > '~' }) || method == "" {
			return
		}
		r := &http.Request{
			Method: method, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Host: "h",
			URL:    &url.URL{Path: s.App.Path + strings.ReplaceAll(path, "ID", id), RawQuery: query},
			Header: http.Header{"Authorization": {"Bearer writer"}},
			Body:   http.NoBody,
		}
		if body != "" {
			r.Body = io.NopCloser(strings.NewReader(body))
		}
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r.WithContext(t.Context()))
		if w.Code >= 500 && w.Code != http.StatusNotImplemented {
			t.Fatalf("answered %d %s", w.Code, w.Body)
		}
		if w.Body.Len() == 0 {
			return
		}
		if got := w.Header().Get("Content-Type"); got != scim.MediaType {
			t.Errorf("the body is %s", got)
		}
		if _, err := jsonx.Decode(w.Body); err != nil {
			t.Errorf("the body is no JSON object: %v", err)
		}
	})
}
