package door

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
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
