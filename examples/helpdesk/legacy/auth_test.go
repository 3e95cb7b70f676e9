package legacy

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestOnlyWhoKnowsTheSecretIsLetIn(t *testing.T) {
	for _, c := range []struct {
		name, header, value string
		auth                Auth
	}{
		{"key", "X-Key", "k", Auth{Kind: Key, Name: "X-Key", Secret: "k"}},
		{"bearer", "Authorization", "Bearer b", Auth{Kind: Bearer, Secret: "b"}},
		{"basic", "Authorization", "Basic dTpw", Auth{Kind: Basic, User: "u", Password: "p"}},
	} {
		o := open(t, Style{Auth: c.auth})
		o.wants("GET", "/codes", "", 401, `{"error":{"code":"not_signed_in","message":"sign in first"}}`)
		o.header.Set(c.header, c.value+"x")
		o.wants("GET", "/codes", "", 401, "…")
		o.header.Set(c.header, c.value)
		o.wants("GET", "/codes", "", 200, "…")
	}
}

func TestASessionLastsAsManyCallsAsItMay(t *testing.T) {
	o := open(t, Style{Prefix: "/api", ErrorsIn200: true, Auth: Auth{Kind: Session, Name: "X-Session", User: "u", Password: "p", Calls: 2}})
	o.wants("POST", "/api/session", `{"user":"u","password":"x"}`, 200, `{"error":{"code":"not_signed_in","message":"wrong user or password"}}`)
	var session struct{ Token string }
	if err := json.Unmarshal([]byte(o.call("POST", "/api/session", `{"user":"u","password":"p"}`).text), &session); err != nil {
		t.Fatal(err)
	}
	const refused = `{"error":{"code":"not_signed_in","message":"sign in first"}}`
	o.wants("GET", "/api/lines", "", 200, refused)
	o.header.Set("X-Session", session.Token)
	o.wants("GET", "/api/lines", "", 200, `[]`)
	o.wants("GET", "/api/lines", "", 200, `[]`)
	o.wants("GET", "/api/lines", "", 200, refused)
}

func TestASessionMayBeACookie(t *testing.T) {
	o := open(t, Style{Auth: Auth{Kind: Session, Name: "sid", Cookie: true, User: "u", Password: "p"}})
	signIn := func() {
		a := o.wants("POST", "/session", `{"user":"u","password":"p"}`, 200, `{"user":"u"}`)
		cookie, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
		o.header.Set("Cookie", cookie)
	}
	o.wants("GET", "/lines", "", 401, "…")
	signIn()
	o.wants("GET", "/lines", "", 200, `[]`)
	o.EndSessions()
	o.wants("GET", "/lines", "", 401, "…")
	signIn()
	o.wants("DELETE", "/session", "", 204, "")
	o.wants("GET", "/lines", "", 401, "…")
	o.wants("GET", "/session", "", 405, "…")
}
