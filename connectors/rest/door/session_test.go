package door

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// counterDesk is an application with sessions.
type counterDesk struct {
	*desk
	mu     sync.Mutex
	logins int
	good   map[string]bool
	bodies []string
	prove  func(w http.ResponseWriter, id string) // how a login is answered
	show   func(r *http.Request) string           // where a request has its session
	refuse func(w http.ResponseWriter)
}

func newCounterDesk(t *testing.T) *counterDesk {
	d := &counterDesk{good: map[string]bool{}}
	d.prove = func(w http.ResponseWriter, id string) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"session":{"id":%q}}`, id)
	}
	d.show = func(r *http.Request) string {
		id, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		return id
	}
	d.refuse = func(w http.ResponseWriter) { w.WriteHeader(http.StatusUnauthorized) }
	d.desk = serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		d.mu.Lock()
		defer d.mu.Unlock()
		switch {
		case r.URL.Path == "/session":
			d.logins++
			id := fmt.Sprintf("s%d", d.logins)
			d.good[id] = true
			d.bodies = append(d.bodies, r.Header.Get("Content-Type")+" "+string(body))
			d.prove(w, id)
		case !d.good[d.show(r)]:
			d.refuse(w)
		}
	})
	return d
}

func (d *counterDesk) logOut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.good)
}

const login = "login: {post: /session, body: {user: gate, password: 's{3}cret'}}"

func TestASessionIsProvedAsTheBlockSays(t *testing.T) {
	for _, c := range []struct {
		name, lines string
		prove       func(w http.ResponseWriter, id string)
		show        func(r *http.Request) string
	}{
		{name: "by a token in the body", lines: "token: session.id"},
		{name: "by a token in a header of its own", lines: "token: session.id, send: {header: X-Session, prefix: 'id='}", show: func(r *http.Request) string { return r.Header.Get("X-Session")[3:] }},
		{name: "by a token in a cookie", lines: "token: session.id, send: {cookie: SID}", show: func(r *http.Request) string { return r.Header.Get("Cookie")[4:] }},
		{name: "by a cookie", lines: "cookie: SID", prove: func(w http.ResponseWriter, id string) {
			http.SetCookie(w, &http.Cookie{Name: "SID", Value: "before"})
			http.SetCookie(w, &http.Cookie{Name: "SID", Value: id, Path: "/", HttpOnly: true})
			w.Header().Set("Location", "/home")
			w.WriteHeader(http.StatusFound)
		}, show: func(r *http.Request) string { return r.Header.Get("Cookie")[4:] }},
		{name: "by a header of the answer", lines: "header: X-Subject, send: {header: X-Auth}", prove: func(w http.ResponseWriter, id string) { w.Header().Set("X-Subject", id) },
			show: func(r *http.Request) string { return r.Header.Get("X-Auth") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newCounterDesk(t)
			if c.prove != nil {
				d.prove = c.prove
			}
			if c.show != nil {
				d.show = c.show
			}
			client := dial(t, d.URL, "auth: {session: {"+login+", "+c.lines+"}}\nheaders: {X-Tenant: '7'}\n", Options{})
			works(t, client)
			d.logOut()
			works(t, client)
			if d.count("/session") != 2 || d.bodies[0] != `application/json {"password":"s{3}cret","user":"gate"}` || d.calls[0].Header.Get("X-Tenant") != "7" {
				t.Errorf("%d logins, %v", d.count("/session"), d.bodies)
			}
		})
	}
}

func TestACookieIsSentAsItWasSetBesideOthers(t *testing.T) {
	d := newCounterDesk(t)
	d.prove = func(w http.ResponseWriter, id string) { w.Header().Set("Set-Cookie", `SID="a, b=`+id+`"; Path=/`) }
	d.show = func(r *http.Request) string {
		id, _ := strings.CutPrefix(r.Header.Get("Cookie"), `lang=en; SID="a, b=`)
		return strings.TrimSuffix(id, `"`)
	}
	works(t, dial(t, d.URL, "auth: {session: {"+login+", cookie: SID}}\nheaders: {Cookie: lang=en}\n", Options{}))
}

func TestALoginIsSentInItsOwnKindOfBody(t *testing.T) {
	for as, want := range map[string]string{
		"json": `application/json {"login":{"password":"s{3}c&<ret","user":"gate"}}`,
		"form": "application/x-www-form-urlencoded login%5Bpassword%5D=s%7B3%7Dc%26%3Cret&login%5Buser%5D=gate",
		"xml":  "application/xml <login><password>s{3}c&amp;&lt;ret</password><user>gate</user></login>",
	} {
		d := newCounterDesk(t)
		client := dial(t, d.URL, "auth: {session: {login: {post: /session, body: {login: {user: gate, password: 's{3}c&<ret'}}, as: "+as+"}, token: session.id}}\n", Options{})
		works(t, client)
		if diff := cmp.Diff([]string{want}, d.bodies); diff != "" {
			t.Errorf("%s: %s", as, diff)
		}
	}
}

func TestOneLoginServesAHundredAtOnce(t *testing.T) {
	d := newCounterDesk(t)
	client := dial(t, d.URL, "auth: {session: {"+login+", token: session.id}}\n", Options{})
	for want := 1; want <= 3; want++ {
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() { works(t, client) })
		}
		group.Wait()
		if d.count("/session") != want {
			t.Errorf("%d logins, want %d", d.count("/session"), want)
		}
		d.logOut()
	}
}

func TestASessionEndsByTimeOrByWhatTheApplicationSays(t *testing.T) {
	page := func(w http.ResponseWriter) { _, _ = io.WriteString(w, "<title>Please log in</title>") }
	moved := func(w http.ResponseWriter) { w.Header().Set("Location", "/login"); w.WriteHeader(http.StatusFound) }
	for _, c := range []struct {
		name, lines string
		refuse      func(http.ResponseWriter)
		logins      int
	}{
		{"a page to log in", "refused: {body: '(?i)please log ?in'}", page, 2},
		{"a page to log in, of another status", "refused: {status: 403, body: '(?i)please log ?in'}", page, 1},
		{"a way to the login", "refused: {status: [302, 303]}", moved, 2},
		{"a way that is not said", "refused: {status: [403]}", moved, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newCounterDesk(t)
			d.refuse = c.refuse
			client := dial(t, d.URL, "auth: {session: {"+login+", token: session.id, "+c.lines+"}}\n", Options{})
			works(t, client)
			d.logOut()
			if _, err := post(t.Context(), client, "/x", "{}"); err != nil || d.count("/session") != c.logins {
				t.Errorf("%d logins, %v", d.count("/session"), err)
			}
		})
	}
	d, now := newCounterDesk(t), newClock()
	client := dial(t, d.URL, "auth: {session: {"+login+", token: session.id, expires: 20m}}\n", Options{Now: now.now})
	works(t, client)
	now.pass(20 * time.Minute)
	works(t, client)
	if d.count("/session") != 2 || d.count("/x") != 2 {
		t.Errorf("%d logins, %d requests", d.count("/session"), d.count("/x"))
	}
}

func TestALoginThatIsRefusedIsNotTriedAgainAtOnce(t *testing.T) {
	for _, c := range []struct {
		name  string
		prove func(w http.ResponseWriter, id string)
		want  connectors.Kind
		tries int
	}{
		{"a wrong password", func(w http.ResponseWriter, _ string) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, "s{3}cret")
		}, connectors.Denied, 1},
		{"a wrong password in a 200", func(w http.ResponseWriter, _ string) { _, _ = io.WriteString(w, `{"error":"s{3}cret"}`) }, connectors.Denied, 1},
		{"a session that would be two cookies", func(w http.ResponseWriter, _ string) {
			_, _ = io.WriteString(w, `{"session":{"id":"s{3}cret; admin=1"}}`)
		}, connectors.Denied, 1},
		{"a page", func(w http.ResponseWriter, _ string) { _, _ = io.WriteString(w, `<html>s{3}cret`) }, connectors.Denied, 1},
		{"a session of two lines", func(w http.ResponseWriter, _ string) {
			_, _ = io.WriteString(w, `{"session":{"id":"s{3}cret\r\nX: y"}}`)
		}, connectors.Denied, 1},
		{"it is down", func(w http.ResponseWriter, _ string) { w.WriteHeader(http.StatusBadGateway) }, connectors.Unavailable, 3},
		{"it hangs up", func(http.ResponseWriter, string) { panic(http.ErrAbortHandler) }, connectors.Unavailable, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, now := newCounterDesk(t), newClock()
			d.prove = c.prove
			client := dial(t, d.URL, "auth: {session: {"+login+", token: session.id, send: {cookie: SID}}}\n", Options{Now: now.now})
			for range 3 {
				if _, err := post(t.Context(), client, "/x", "{}"); connectors.KindOf(err) != c.want || strings.Contains(err.Error(), "s{3}cret") {
					t.Errorf("got %v", err)
				}
			}
			if d.count("/session") != c.tries || d.count("/x") != 0 {
				t.Errorf("%d logins, %d requests", d.count("/session"), d.count("/x"))
			}
			now.pass(patience)
			_, _ = post(t.Context(), client, "/x", "{}")
			if d.count("/session") != c.tries+1 {
				t.Errorf("%d logins after a while", d.count("/session"))
			}
		})
	}
}

func TestWhatTheBlockSendsToTheApplicationGoesNowhereElse(t *testing.T) {
	sso, d := newCounterDesk(t), newCounterDesk(t)
	d.good["s1"] = true
	client := dial(t, d.URL, "auth: {session: {"+strings.Replace(login, "/session", sso.URL+"/session", 1)+", token: session.id}}\nheaders: {X-Tenant: '7'}\n", Options{})
	works(t, client)
	if sso.last().Header.Get("X-Tenant") != "" || d.last().Header.Get("X-Tenant") != "7" || sso.count("/session") != 1 || d.count("/session") != 0 {
		t.Errorf("%d and %d logins, %v", sso.count("/session"), d.count("/session"), sso.last().Header)
	}
}
