package door

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/examples/switchboard"
)

// TestTheSwitchboardIsSignedInToAsOftenAsItWants speaks with an application that answers 200 to everything and ends a
// session after a few calls, reads and writes alike.
func TestTheSwitchboardIsSignedInToAsOftenAsItWants(t *testing.T) {
	app, err := switchboard.New(switchboard.Options{User: "gateway", Password: "s3cret", Calls: 3})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(app)
	t.Cleanup(s.Close)
	c := dial(t, s.URL+"/xml", `
auth:
  session:
    login: {post: /session, body: {session: {user: gateway, password: s3cret}}, as: xml}
    token: session.token
    send: {header: X-Session}
    refused: {status: 200, body: '<code>not_signed_in</code>'}
`, Options{})
	for i := range 20 {
		res, err := c.Do(t.Context(), Request{Method: "POST", URL: "/operators", MediaType: "application/xml",
			Body: fmt.Appendf(nil, "<operator><UserCode>u%d</UserCode><Surname>Q</Surname></operator>", i)})
		if err != nil || res.Status != 201 {
			t.Errorf("got %d %s, %v", res.Status, res.Body, err)
		}
	}
	res, err := get(t.Context(), c, "/operators?limit=200")
	if n := strings.Count(string(res.Body), "<UserCode>"); err != nil || n != 20 {
		t.Errorf("%d operators, %v", n, err)
	}
}
