package door

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestACredentialThatNeverChangesIsOnEveryRequest(t *testing.T) {
	d := serve(t, func(http.ResponseWriter, *http.Request) {})
	for _, c := range []struct{ name, lines, header, want, query string }{
		{name: "none", header: "Authorization"},
		{name: "none, said", lines: "auth: none\n", header: "Authorization"},
		{name: "a user and a password", lines: "auth: {basic: {user: gate, password: 'a:ö'}}\n", header: "Authorization", want: "Basic Z2F0ZTphOsO2"},
		{name: "a token", lines: "auth: {bearer: t0ken}\n", header: "Authorization", want: "Bearer t0ken"},
		{name: "a header of its own", lines: "auth: {header: X-Api-Key, value: k3y}\n", header: "X-Api-Key", want: "k3y"},
		{name: "a scheme of its own", lines: "auth: {header: Authorization, value: Token token=k3y}\n", header: "Authorization", want: "Token token=k3y"},
		{name: "a parameter", lines: "auth: {query: api key, value: 'a&b=c'}\n", header: "Authorization", query: "page=2&api+key=a%26b%3Dc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := dial(t, d.URL, c.lines, Options{})
			if _, err := get(t.Context(), client, "/x?page=2"); err != nil {
				t.Fatal(err)
			}
			if c.query == "" {
				c.query = "page=2"
			}
			if r := d.last(); r.Header.Get(c.header) != c.want || r.URL.RawQuery != c.query {
				t.Errorf("got %q and %q", r.Header.Get(c.header), r.URL.RawQuery)
			}
		})
	}
}

func TestASecretCannotBePrinted(t *testing.T) {
	for _, lines := range []string{
		"auth: {basic: {user: gate, password: s3cret}}\n", "auth: {bearer: s3cret}\n", "auth: {header: X-Api-Key, value: s3cret}\n", "auth: {query: key, value: s3cret}\n",
		"auth: {oauth2: {token_url: /t, client_id: gate, client_secret: s3cret}}\nproxy: http://u:s3cret@proxy\n",
	} {
		c := dial(t, "https://h", lines, Options{})
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			for _, what := range []any{*c, conceal("s3cret")} {
				if text := fmt.Sprintf(verb, what); strings.Contains(text, "s3cret") || strings.Contains(text, "733363726574") {
					t.Errorf("%s: %s prints %s", lines, verb, text)
				}
			}
		}
	}
}
