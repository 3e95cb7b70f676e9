package auth

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"strings"
	"time"
)

// ErrUnauthenticated is every refusal, whatever was wrong: who guesses learns nothing from it.
var ErrUnauthenticated = errors.New("no valid bearer token")

// Authenticator recognises clients by their bearer tokens (RFC 6750). It is immutable and safe for concurrent use.
type Authenticator struct {
	clock  func() time.Time
	tokens []entry
}

type entry struct {
	Token
	client *Client
}

// New makes an Authenticator for accounts. No two of them may share a token.
func New(clock func() time.Time, accounts ...Account) *Authenticator {
	a := &Authenticator{clock: clock}
	for _, account := range accounts {
		for _, t := range account.Tokens {
			a.tokens = append(a.tokens, entry{t, &account.Client})
		}
	}
	return a
}

// Authenticate finds the client of an Authorization header. The error is ErrUnauthenticated. A digest is compared
// with every token that exists, so the time it takes depends on their number alone.
func (a *Authenticator) Authenticate(header string) (*Client, error) {
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.Trim(token, " ")
	digest := sha256.Sum256([]byte(token))
	found := -1
	for i := range a.tokens {
		found = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(digest[:], a.tokens[i].SHA256[:]), i, found)
	}
	if found < 0 || token == "" || !strings.EqualFold(scheme, "Bearer") {
		return nil, ErrUnauthenticated
	}
	t := a.tokens[found]
	if !t.NotAfter.IsZero() && a.clock().After(t.NotAfter) {
		return nil, ErrUnauthenticated
	}
	return t.client, nil
}
