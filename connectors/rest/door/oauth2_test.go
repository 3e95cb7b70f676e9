package door

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// issuer is a token endpoint, and an application behind it that takes the tokens that it has not taken back.
type issuer struct {
	*desk
	mu      sync.Mutex
	given   int
	good    map[string]bool
	forms   []url.Values
	basic   []string
	life    string                    // of a token: JSON of expires_in; empty: not said
	instead func(http.ResponseWriter) // in place of a token
	refuses bool                      // all tokens
}

func newIssuer(t *testing.T) *issuer {
	i := &issuer{good: map[string]bool{}, life: "3600"}
	i.desk = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			i.token(w, r)
			return
		}
		i.mu.Lock()
		defer i.mu.Unlock()
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if i.refuses || !i.good[token] {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	return i
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	user, password, _ := r.BasicAuth()
	i.mu.Lock()
	i.forms = append(i.forms, r.PostForm)
	i.basic = append(i.basic, user+":"+password)
	instead := i.instead
	i.mu.Unlock()
	if instead != nil {
		instead(w)
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.given++
	name := fmt.Sprintf("token-%d", i.given)
	i.good[name] = true
	answer := map[string]any{"access_token": name, "token_type": "bearer"}
	if i.life != "" {
		answer["expires_in"] = json.RawMessage(i.life)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// takeBack makes every token that was given out a bad one.
func (i *issuer) takeBack() {
	i.mu.Lock()
	defer i.mu.Unlock()
	clear(i.good)
}

func (i *issuer) set(change func()) {
	i.mu.Lock()
	defer i.mu.Unlock()
	change()
}

const oauth = "auth: {oauth2: {token_url: /token, client_id: 'ga te', client_secret: s3cret%, scopes: [a, b], params: {audience: desk}}}\n"

func works(t *testing.T, c *Client) {
	t.Helper()
	if res, err := post(t.Context(), c, "/x", "{}"); err != nil || res.Status != 200 {
		t.Errorf("got %d, %v", res.Status, err)
	}
}

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

func TestOneTokenServesAHundredAtOnce(t *testing.T) {
	i := newIssuer(t)
	gate := &turnstile{}
	c := dial(t, i.URL, oauth, Options{Gate: gate})
	atOnce := func() {
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() { works(t, c) })
		}
		group.Wait()
	}
	atOnce()
	if n := i.count("/token"); n != 1 {
		t.Errorf("%d tokens were asked for at first", n)
	}
	i.takeBack()
	atOnce()
	if n := i.count("/token"); n != 2 {
		t.Errorf("%d tokens were asked for in the end", n)
	}
	if gate.in != gate.out || gate.in != len(i.calls) {
		t.Errorf("%d went in and %d out for %d requests", gate.in, gate.out, len(i.calls))
	}
}

func TestATokenIsRenewedBeforeItEndsAndNobodyWaits(t *testing.T) {
	for name, life := range map[string]string{"a number": "3600", "a text": `"3600"`} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.life = life
			now := newClock()
			c := dial(t, i.URL, oauth, Options{Now: now.now})
			works(t, c)
			now.pass(3569 * time.Second)
			works(t, c)
			if n := i.count("/token"); n != 1 {
				t.Errorf("%d tokens before it was time", n)
			}
			held := make(chan bool)
			i.set(func() { i.instead = func(w http.ResponseWriter) { <-held } })
			now.pass(time.Second)
			works(t, c) // while the endpoint does not answer
			close(held)
			i.set(func() { i.instead = nil })
			c.source.(*keeper).group.Wait()
			now.pass(time.Minute)
			works(t, c)
		})
	}
}

func TestATokenServesToItsEndWhenNoOtherCanBeHad(t *testing.T) {
	i := newIssuer(t)
	now := newClock()
	c := dial(t, i.URL, oauth, Options{Now: now.now})
	works(t, c)
	i.set(func() { i.instead = func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) } })
	now.pass(3570 * time.Second)
	for range 3 {
		works(t, c)
		c.source.(*keeper).group.Wait()
	}
	if n := i.count("/token"); n != 2 {
		t.Errorf("the endpoint that is down was asked %d times", n-1)
	}
	now.pass(30 * time.Second)
	if _, err := get(t.Context(), c, "/x"); connectors.KindOf(err) != connectors.Unavailable {
		t.Errorf("after its end: %v", err)
	}
	i.set(func() { i.instead = nil })
	works(t, c)
}

func TestATokenThatIsRefusedIsReplacedOnce(t *testing.T) {
	i := newIssuer(t)
	c := dial(t, i.URL, oauth, Options{})
	works(t, c)
	i.takeBack()
	works(t, c)
	i.takeBack()
	works(t, c)
	if n := i.count("/token"); n != 3 {
		t.Errorf("%d tokens", n)
	}
}

func TestAnApplicationThatRefusesEverythingIsNotAskedForever(t *testing.T) {
	i := newIssuer(t)
	now := newClock()
	c := dial(t, i.URL, oauth, Options{Now: now.now})
	i.refuses = true
	var refused atomic.Int64
	storm := func() {
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if res, err := get(t.Context(), c, "/x"); err == nil && res.Status == http.StatusUnauthorized {
					refused.Add(1)
				}
			})
		}
		group.Wait()
	}
	storm()
	storm()
	if n := i.count("/token"); refused.Load() != 100 || n != 1 || i.count("/x") != 100 {
		t.Errorf("%d refused, %d tokens, %d calls", refused.Load(), n, i.count("/x"))
	}
	now.pass(patience)
	storm()
	if n := i.count("/token"); n != 2 {
		t.Errorf("%d tokens after a while", n)
	}
	i.set(func() { i.refuses = false })
	works(t, c)
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

func TestWhoeverGivesUpLeavesTheTokenToTheOthers(t *testing.T) {
	i := newIssuer(t)
	asked, held := make(chan bool), make(chan bool)
	i.instead = func(w http.ResponseWriter) {
		asked <- true
		<-held
		w.Header().Set("Content-Type", "application/json")
		i.set(func() { i.good["late"] = true })
		_, _ = w.Write([]byte(`{"access_token":"late"}`))
	}
	c := dial(t, i.URL, oauth, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error)
	go func() { _, err := post(ctx, c, "/x", "{}"); first <- err }()
	<-asked
	var group sync.WaitGroup
	group.Go(func() { works(t, c) })
	cancel()
	if err := <-first; err != context.Canceled {
		t.Errorf("got %v", err)
	}
	close(held)
	group.Wait()
	if n := i.count("/token"); n != 1 {
		t.Errorf("%d tokens", n)
	}
}

func TestCloseEndsWhatGoesOnBehind(t *testing.T) {
	asked := make(chan bool, 1)
	url := wild(t, func(c net.Conn, r *http.Request) { asked <- true; staysSilent(c, r) })
	c := dial(t, url, oauth, Options{})
	done := make(chan error)
	go func() { _, err := post(t.Context(), c, "/x", "{}"); done <- err }()
	<-asked
	_ = c.Close()
	if err := <-done; connectors.KindOf(err) != connectors.Unavailable && !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := post(t.Context(), c, "/x", "{}"); connectors.KindOf(err) != connectors.Unavailable {
		t.Errorf("got %v", err)
	}
}
