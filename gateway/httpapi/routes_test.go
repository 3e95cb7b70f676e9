package httpapi_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

func TestAnAddressTakesTheMethodsThatAllowNames(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for path, allow := range map[string]string{
		"/Users": "GET, POST", "/Users/x": "DELETE, GET, PATCH, PUT", "/Users/.search": "POST", "/.search": "POST", "/Bulk": "POST",
		"/ServiceProviderConfig": "GET", "/Schemas": "GET", "/Schemas/x": "GET", "/ResourceTypes": "GET", "/ResourceTypes/x": "GET", "": "GET",
	} {
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"} {
			if strings.Contains(allow, method) {
				continue
			}
			a := s.send(method, path, "")
			a.isError(t, 405, "")
			if got := a.Header.Get("Allow"); got != allow {
				t.Errorf("%s allows %q, want %q", path, got, allow)
			}
		}
		if a := s.send("HEAD", path, ""); a.code != 405 {
			t.Errorf("HEAD %s answers %d", path, a.code)
		}
	}
}

func TestWhatIsNotOfferedAnswers501(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for _, r := range []struct{ method, path string }{
		{"GET", "/Me"}, {"PATCH", "/Me"}, {"DELETE", "/Me"},
	} {
		s.send(r.method, r.path, "{}").isError(t, 501, "")
	}
}

func TestWhatLeadsNowhereAnswers404(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for _, path := range []string{
		"/nowhere", "/Users/x/y", "/Users/a%00b", "/Users/a%0Ab", "/Users/a%7F", "/Users/%FF", "//", "//hr", "//other/scim/v2/Users", "/Schemas/x", "/ResourceTypes/x", "/../v2/Users/..",
	} {
		s.send("GET", path, "").isError(t, 404, "")
	}
}

func TestAnAppThatAClientMayNotUseIsOneThatDoesNotExist(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	nowhere := s.send("GET", "//other/scim/v2/Users", "", "Authorization", "Bearer stranger")
	nowhere.isError(t, 404, "")
	for _, path := range []string{"/Users", "/Users/" + id, "/ServiceProviderConfig", "/nowhere", "", "/Bulk"} {
		for _, method := range []string{"GET", "POST", "PROPFIND"} {
			a := s.send(method, path, "", "Authorization", "Bearer stranger")
			if a.code != 404 || a.text != nowhere.text || a.Header.Get("Allow") != "" {
				t.Errorf("%s %s answers %d %s", method, path, a.code, a.text)
			}
		}
	}
}

func TestAClientThatMayOnlyReadIsForbiddenToWrite(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	reader := []string{"Authorization", "Bearer reader"}
	for _, r := range []struct{ method, path string }{{"POST", "/Users"}, {"PUT", "/Users/" + id}, {"PATCH", "/Users/" + id}, {"DELETE", "/Users/" + id}, {"DELETE", "/Users/nobody"}} {
		s.send(r.method, r.path, ada, reader...).isError(t, 403, "")
	}
	for _, path := range []string{"/Users", "/Users/" + id, "/Schemas"} {
		if a := s.send("GET", path, "", reader...); a.code != 200 {
			t.Errorf("GET %s answers %d", path, a.code)
		}
	}
}

func TestPathsAreTakenAsClientsSpellThem(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	for _, path := range []string{
		"/Users/", "/users", "/USERS//", "//hr/scim//v2/Users", "//HR/SCIM/V2/users/", "///hr/scim/v2/Users", "/schemas", "/serviceproviderconfig",
		"/resourcetypes/user", "/Schemas/urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Acore%3A2.0%3Auser", "/users/" + id + "/", "//hr/scim/v2/Users//" + id,
	} {
		if a := s.send("GET", path, ""); a.code != 200 {
			t.Errorf("GET %s answers %d %s", path, a.code, a.text)
		}
	}
	s.send("GET", "/Users/"+strings.ToUpper(id), "").isError(t, 404, "") // ids are case exact
}
