package httpapi_test

import (
	"bytes"
	"net/url"
	"strconv"
	"testing"

	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

func TestWhatIsSensitiveIsSearchedForByPOSTAlone(t *testing.T) {
	s := newSite(t, gatewaytest.Options{AppFile: func(text []byte) []byte {
		text = bytes.Replace(text, []byte("title: {"), []byte("title: {sensitive: true, "), 1)
		return bytes.Replace(text, []byte("value: private_mail"), []byte("value: {field: private_mail, sensitive: true}"), 1)
	}})
	s.made("/Users", `{`+userURN+`,"userName":"ada","title":"Countess","emails":[{"type":"home","value":"ada@home.example"}]}`)
	s.made("/Users", `{`+userURN+`,"userName":"bob"}`)
	cases := []struct {
		path, parameter, value string
		get, post, found       int
	}{
		{"/Users", "filter", `title eq "Countess"`, 403, 200, 1},
		{"/Users", "filter", `title pr`, 403, 200, 1},
		{"/Users", "filter", `userName eq "ada" and not (TITLE eq "x")`, 403, 200, 1},
		{"/Users", "filter", `emails eq "ada@home.example"`, 403, 200, 1},
		{"/Users", "filter", `emails[type eq "home" and value sw "ada"]`, 403, 200, 1},
		{"/Users", "filter", `title gt true`, 403, 400, 0},
		{"/Users", "sortBy", "title", 403, 200, 2},
		{"/Users", "sortBy", "emails", 403, 200, 2},
		{"", "filter", `title eq "Countess"`, 403, 200, 1},
		{"", "filter", `title eq "Countess" and members.value eq "x"`, 403, 200, 0}, // which no type can have

		{"/Users", "filter", `emails[type eq "home"]`, 200, 200, 1},
		{"/Users", "filter", `userName eq "ada"`, 200, 200, 1},
		{"/Users", "sortBy", "userName", 200, 200, 2},
		{"/Users", "attributes", "title", 200, 400, 0},
		{"", "filter", `userName eq "ada"`, 200, 200, 1},
	}
	for _, c := range cases {
		t.Run(c.path+" "+c.parameter+" "+c.value, func(t *testing.T) {
			a := s.send("GET", c.path+"?"+c.parameter+"="+url.QueryEscape(c.value), "")
			if c.get == 403 {
				a.isError(t, 403, scim.Sensitive)
			} else if a.code != c.get {
				t.Errorf("GET answers %d %s", a.code, a.text)
			}
			a = s.send("POST", c.path+"/.search", searching(strconv.Quote(c.parameter)+":"+strconv.Quote(c.value)))
			if a.code != c.post {
				t.Fatalf("POST answers %d %s", a.code, a.text)
			}
			if n, _ := a.body.Get("totalResults"); c.post == 200 && n != int64(c.found) {
				t.Errorf("it finds %v, want %d", n, c.found)
			}
		})
	}
}

func TestSchemasDoNotTellWhatIsSensitive(t *testing.T) {
	plain := newSite(t, gatewaytest.Options{}).send("GET", "/Schemas/"+scim.SchemaUser, "").body
	marked := newSite(t, gatewaytest.Options{AppFile: func(text []byte) []byte {
		return bytes.Replace(text, []byte("title: {"), []byte("title: {sensitive: true, "), 1)
	}}).send("GET", "/Schemas/"+scim.SchemaUser, "").body
	plain.Delete("meta")
	marked.Delete("meta")
	if got, want := string(marked.AppendJSON(nil)), string(plain.AppendJSON(nil)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
