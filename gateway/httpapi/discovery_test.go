package httpapi_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

func TestDiscoverySaysWhatIsTrue(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	a := s.send("GET", "/ServiceProviderConfig", "")
	for feature, want := range map[string]bool{"patch": true, "bulk": true, "filter": true, "changePassword": true, "sort": true, "etag": true} {
		if got, _ := a.body.Object(feature).Get("supported"); got != want {
			t.Errorf("%s is %v", feature, got)
		}
	}
	if got, _ := a.body.Object("filter").Get("maxResults"); got != int64(s.App.Limits.MaxCount) {
		t.Errorf("maxResults is %v", got)
	}
	without := newSite(t, gatewaytest.Options{AppFile: func(text []byte) []byte {
		return []byte(strings.Replace(string(text), `      password: {field: password_hash, secret: true, write: '"hash of " + value'}`+"\n", "", 1))
	}})
	if got, _ := without.send("GET", "/ServiceProviderConfig", "").body.Object("changePassword").Get("supported"); got != false {
		t.Errorf("changePassword is %v although no password is mapped", got)
	}
}

func TestDiscoveryListsEverythingAndLeadsToEachOfIt(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for path, want := range map[string][]string{
		"/ResourceTypes": {"Group", "User"},
		"/Schemas":       {scim.SchemaGroup, scim.SchemaUser, scim.SchemaEnterpriseUser, scim.SchemaServiceProviderConfig, scim.SchemaResourceType, scim.SchemaSchema},
	} {
		a := s.send("GET", path+"?startIndex=2&count=1&sortBy=x&attributes=name", "")
		list := a.body.List("Resources")
		if n, _ := a.body.Get("totalResults"); n != int64(len(want)) || len(list) != len(want) {
			t.Fatalf("%s has %v, want %v", path, n, want)
		}
		for i, r := range list {
			r := r.(*scim.Object)
			if r.Text("id") != want[i] {
				t.Errorf("%s lists %s, want %s", path, r.Text("id"), want[i])
			}
			one := s.send("GET", path+"/"+want[i], "")
			if one.code != 200 || !one.body.Equal(r) {
				t.Errorf("%s/%s answers %d", path, want[i], one.code)
			}
			if location := r.Object("meta").Text("location"); location != s.url+path+"/"+want[i] {
				t.Errorf("the location is %s", location)
			}
		}
	}
}

func TestDiscoveryCannotBeFilteredOrChanged(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.send("GET", "/Schemas?filter=id+pr", "").isError(t, 403, "")
	s.send("GET", "/ResourceTypes?FILTER=id+pr", "").isError(t, 403, "")
	if a := s.send("GET", "/ServiceProviderConfig?filter=x", ""); a.code != 200 {
		t.Errorf("got %d", a.code)
	}
	s.send("POST", "/Schemas", "{}").isError(t, 405, "")
}

func TestSchemasShowTheAttributesThatAreMappedAndNoOthers(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	a := s.send("GET", "/Schemas/"+scim.SchemaUser, "")
	for name, want := range map[string]bool{"userName": true, "emails": true, "addresses": false, "password": true, "nickName": true, "locale": false} {
		if got := strings.Contains(a.text, `"name":"`+name+`"`); got != want {
			t.Errorf("%s is listed: %v", name, got)
		}
	}
}
