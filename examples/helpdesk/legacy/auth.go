package legacy

import (
	"crypto/subtle"
	"net/http"
)

// Auth is who may speak to the application. The zero Auth lets everybody.
type Auth struct {
	Kind     AuthKind
	Name     string // Key: of the header. Session: of the header, or with Cookie of the cookie
	Secret   string // Key and Bearer: what the header has to hold
	User     string // Basic and Session
	Password string
	Cookie   bool // Session: the token is a cookie, and no body tells it
	Calls    int  // Session: a token is good for this many calls; 0: for ever
}

// AuthKind is how callers say who they are.
type AuthKind int

// The kinds of authentication.
const (
	Open AuthKind = iota
	Key
	Basic
	Bearer
	Session // POST /session with user and password makes a token, DELETE /session ends it
)

// admit says whether a call may be made; it is one call fewer of its session.
func (a *App) admit(c call) *problem {
	auth := a.style.Auth
	var ok bool
	switch auth.Kind {
	case Open:
		ok = true
	case Key:
		ok = equal(c.Header.Get(auth.Name), auth.Secret)
	case Bearer:
		ok = equal(c.Header.Get("Authorization"), "Bearer "+auth.Secret)
	case Basic:
		user, password, _ := c.BasicAuth()
		ok = equal(user, auth.User) && equal(password, auth.Password)
	case Session:
		ok = a.spend(a.token(c))
	}
	if !ok {
		return &problem{http.StatusUnauthorized, "not_signed_in", "", "sign in first"}
	}
	return nil
}

func equal(given, want string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(want)) == 1
}
