package door

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func TestATokenIsAskedForAsTheStyleSays(t *testing.T) {
	i := newIssuer(t)
	works(t, dial(t, i.URL, oauth, Options{}))
	works(t, dial(t, i.URL, strings.Replace(oauth, "scopes: [a, b]", "style: body", 1), Options{}))
	works(t, dial(t, i.URL+"/api", strings.Replace(oauth, "/token", `"`+i.URL+`/token"`, 1), Options{}))
	want := []url.Values{
		{"grant_type": {"client_credentials"}, "scope": {"a b"}, "audience": {"desk"}},
		{"grant_type": {"client_credentials"}, "client_id": {"ga te"}, "client_secret": {"s3cret%"}, "audience": {"desk"}},
		{"grant_type": {"client_credentials"}, "scope": {"a b"}, "audience": {"desk"}},
	}
	if diff := cmp.Diff(want, i.forms); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"ga+te:s3cret%25", ":", "ga+te:s3cret%25"}, i.basic); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutATokenNothingIsSent(t *testing.T) {
	answer := func(status int, header, text string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "application/json")
			if name, value, ok := strings.Cut(header, ": "); ok {
				w.Header().Set(name, value)
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(text))
		}
	}
	for _, c := range []struct {
		name    string
		instead func(http.ResponseWriter)
		want    connectors.Kind
		text    string
		after   time.Duration
	}{
		{name: "the client is not known", instead: answer(401, "", `{"error":"invalid_client","error_description":"s3cret"}`), want: connectors.Denied, text: "status 401, invalid_client"},
		{name: "the grant is not allowed", instead: answer(400, "", `{"error":"unauthorized_client"}`), want: connectors.Denied, text: "status 400, unauthorized_client"},
		{name: "an error in a 200", instead: answer(200, "", `{"error":"invalid_scope"}`), want: connectors.Denied, text: "status 200, invalid_scope"},
		{name: "an error that is a sentence", instead: answer(400, "", `{"error":"s3cret is wrong"}`), want: connectors.Denied, text: "status 400"},
		{name: "a redirect", instead: answer(302, "Location: /login", ""), want: connectors.Denied, text: "status 302"},
		{name: "too many", instead: answer(429, "Retry-After: 7", ""), want: connectors.RateLimited, after: 7 * time.Second, text: "status 429"},
		{name: "it is down", instead: answer(503, "", "s3cret"), want: connectors.Unavailable, text: "status 503"},
		{name: "no JSON", instead: answer(200, "", "s3cret"), want: connectors.Unavailable, text: "no token in the answer"},
		{name: "no token", instead: answer(200, "", `{}`), want: connectors.Unavailable, text: "no token in the answer"},
		{name: "a token of two lines", instead: answer(200, "", `{"access_token":"s3cret\r\nX-Admin: 1"}`), want: connectors.Unavailable, text: "one line"},
		{name: "it hangs up", instead: func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, want: connectors.Unavailable, text: "ended"},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := newIssuer(t)
			i.instead = c.instead
			client := dial(t, i.URL, oauth, Options{})
			for range 3 {
				_, err := post(t.Context(), client, "/x", "{}")
				if connectors.KindOf(err) != c.want || !strings.Contains(err.Error(), c.text) || strings.Contains(err.Error(), "s3cret") {
					t.Fatalf("got %v", err)
				}
				if e, _ := errors.AsType[*connectors.Error](err); e.RetryAfter != c.after {
					t.Errorf("retry after %s", e.RetryAfter)
				}
			}
			want := 3
			if c.want == connectors.Denied {
				want = 1 // nobody gets locked out by our trying again
			}
			if i.count("/x") != 0 || i.count("/token") != want {
				t.Errorf("%d requests, %d for tokens", i.count("/x"), i.count("/token"))
			}
		})
	}
}
