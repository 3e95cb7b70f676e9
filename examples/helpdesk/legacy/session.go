package legacy

import (
	"crypto/rand"
	"net/http"
)

// sign opens a session, or ends one.
func (a *App) sign(c call) reply {
	auth := a.style.Auth
	switch c.Method {
	case http.MethodDelete:
		delete(a.sessions, a.token(c))
		return a.done()
	case http.MethodPost:
	default:
		return a.refusal(notAllowed())
	}
	body, p := a.unwrapped("session", c.body)
	if p != nil {
		return a.refusal(p)
	}
	user, _ := body["user"].(string)
	password, _ := body["password"].(string)
	if !equal(user, auth.User) || !equal(password, auth.Password) {
		return a.refusal(&problem{http.StatusUnauthorized, "not_signed_in", "", "wrong user or password"})
	}
	token := rand.Text()
	a.sessions[token] = auth.Calls
	if auth.Cookie {
		cookie := http.Cookie{Name: auth.Name, Value: token, Path: "/", HttpOnly: true}
		return reply{status: http.StatusOK, header: http.Header{"Set-Cookie": {cookie.String()}}, body: a.wrapped("session", map[string]any{"user": user})}
	}
	return reply{status: http.StatusOK, body: a.wrapped("session", map[string]any{"user": user, "token": token})}
}

// token is the one that a call brings.
func (a *App) token(c call) string {
	if !a.style.Auth.Cookie {
		return c.Header.Get(a.style.Auth.Name)
	}
	cookie, err := c.Cookie(a.style.Auth.Name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// spend takes one call off a session, which ends with its last one.
func (a *App) spend(token string) bool {
	left, ok := a.sessions[token]
	switch {
	case left == 1:
		delete(a.sessions, token)
	case left > 1:
		a.sessions[token] = left - 1
	}
	return ok
}

// EndSessions signs everybody out.
func (a *App) EndSessions() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.sessions)
}
