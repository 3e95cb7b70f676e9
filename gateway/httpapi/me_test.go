package httpapi_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/httpapi"
)

// always recognises one client.
type always struct{ *auth.Client }

func (a always) Authenticate(string) (*auth.Client, error) { return a.Client, nil }

// siteFor is a site that everybody uses as one client.
func siteFor(t *testing.T, c *auth.Client) *site {
	t.Helper()
	return newSite(t, gatewaytest.Options{}, func(o *httpapi.Options) { o.Auth = always{c} })
}

func TestMeIsTheUserThatTheClientStandsFor(t *testing.T) {
	client := &auth.Client{Name: "ada", Apps: map[string]auth.Access{"hr": auth.Write}}
	s := siteFor(t, client)
	id := s.made("/Users", ada)
	client.Me = map[string]string{"hr": id}
	a := s.send("GET", "/Me?attributes=userName", "")
	if a.code != 200 || a.body.Text("id") != id || a.body.Text("userName") != "ada" {
		t.Errorf("got %d %s", a.code, a.text)
	}
	if got, want := s.send("GET", "/Me", "").body.Object("meta").Text("location"), s.url+"/Users/"+id; got != want {
		t.Errorf("the location is %s, want %s", got, want)
	}
	if a := s.send("PATCH", "/Me", patchOp(`{"op":"replace","path":"title","value":"Countess"}`)); a.code != 200 || a.body.Text("title") != "Countess" {
		t.Errorf("a PATCH answers %d %s", a.code, a.text)
	}
	if a := s.send("PUT", "/Me", strings.Replace(ada, `"ada"`, `"lovelace"`, 1)); a.code != 200 || a.body.Text("userName") != "lovelace" {
		t.Errorf("a PUT answers %d %s", a.code, a.text)
	}
	s.send("POST", "/Me", ada).isError(t, 501, "")
	if a := s.send("DELETE", "/Me", ""); a.code != 204 {
		t.Errorf("a DELETE answers %d %s", a.code, a.text)
	}
	s.send("GET", "/Me", "").isError(t, 404, "")
}

func TestMeIsNotThereForAClientThatIsNobody(t *testing.T) {
	s := siteFor(t, &auth.Client{Name: "okta", Apps: map[string]auth.Access{"hr": auth.Write}, Me: map[string]string{"crm": "1"}})
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		s.send(method, "/Me", "{}").isError(t, 501, "")
	}
}

func TestMeIsNoWayToWriteForAClientThatMayOnlyRead(t *testing.T) {
	client := &auth.Client{Name: "ada", Apps: map[string]auth.Access{"hr": auth.Write}}
	s := siteFor(t, client)
	client.Me = map[string]string{"hr": s.made("/Users", ada)}
	client.Apps["hr"] = auth.Read
	if a := s.send("GET", "/Me", ""); a.code != 200 {
		t.Errorf("a GET answers %d", a.code)
	}
	for _, method := range []string{"PUT", "PATCH", "DELETE"} {
		s.send(method, "/Me", "{}").isError(t, 403, "")
	}
}
