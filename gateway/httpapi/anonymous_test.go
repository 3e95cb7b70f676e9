package httpapi_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/httpapi"
	"github.com/scimgate/scimgate/scim"
)

// public is a site whose discovery needs no token.
func public(t *testing.T, rate auth.Rate) *site {
	return newSite(t, gatewaytest.Options{}, func(o *httpapi.Options) {
		o.Anonymous = &auth.Client{Apps: map[string]auth.Access{"hr": auth.Read}, Rate: rate}
	})
}

func TestWhereDiscoveryIsPublicNothingElseIs(t *testing.T) {
	s := public(t, auth.Rate{})
	id := s.made("/Users", ada)
	for request, want := range map[string]int{
		"GET /ServiceProviderConfig": 200, "GET /ResourceTypes": 200, "GET /ResourceTypes/User": 200,
		"GET /Schemas": 200, "GET /Schemas/" + scim.SchemaUser: 200, "GET //HR/scim/v2//schemas/": 200,
		"GET /Schemas/urn:x": 404, "POST /Schemas": 405, "GET /Schemas?filter=id+pr": 403,
		"GET /Users": 401, "GET /Users/" + id: 401, "POST /Users": 401, "POST /Users/.search": 401, "POST /.search": 401,
		"POST /Bulk": 401, "GET /Me": 401, "GET ": 401, "GET /Schemas/a/b": 401, "GET //other/scim/v2/Schemas": 401, "GET //": 401,
	} {
		method, path, _ := strings.Cut(request, " ")
		a := s.send(method, path, "", "Authorization", "")
		switch {
		case a.code != want:
			t.Errorf("%s: %d %s", request, a.code, a.text)
		case want == 401 && a.Header.Get("WWW-Authenticate") != `Bearer realm="scim"`:
			t.Errorf("%s: 401 without saying how to authenticate", request)
		}
	}
}

func TestATokenThatIsNoneIsRefusedWhereNoneIsNeeded(t *testing.T) {
	s := public(t, auth.Rate{})
	for _, header := range []string{"Bearer guess", "Bearer", "Basic d3JpdGVyOg=="} {
		s.send("GET", "/Schemas", "", "Authorization", header).isError(t, 401, "")
	}
	s.send("GET", "/Schemas", "", "Authorization", "Bearer stranger").isError(t, 404, "")
}

func TestTheAnonymousShareOneRateAndTakeNothingFromClients(t *testing.T) {
	s := public(t, auth.Rate{PerSecond: 2, Burst: 3})
	for i := range 5 {
		if a := s.send("GET", "/Schemas", "", "Authorization", ""); (a.code == 200) != (i < 3) {
			t.Errorf("request %d: %d", i+1, a.code)
		}
		if a := s.send("GET", "/Schemas", ""); a.code != 200 {
			t.Errorf("a client is answered by %d", a.code)
		}
	}
}
