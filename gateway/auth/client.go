package auth

import "time"

// Access is what a client may do at an app. The zero Access is nothing.
type Access int

const (
	Read  Access = iota + 1 // see resources
	Write                   // and change them
)

// String is the word that gateway.yaml uses.
func (a Access) String() string {
	switch a {
	case Read:
		return "read"
	case Write:
		return "write"
	}
	return "none"
}

// Client is an identity provider that was recognised.
type Client struct {
	Name   string
	Apps   map[string]Access // by name; an app that is not here does not exist for the client
	Domain string            // whose externalIds it means, where the store has them; empty: those of the app
	Me     map[string]string // the id of the user that the client is, by app
	Rate   Rate              // of its requests to each app
}

// Rate bounds how often a client may ask. The zero Rate does not.
type Rate struct {
	PerSecond int // 0: any number
	Burst     int // requests at once, after a rest
}

// Token is the digest of a bearer token. The token itself is nowhere but at the client.
type Token struct {
	SHA256   [32]byte
	NotAfter time.Time // zero: no end
}

// Account is a Client and the tokens that stand for it: several, so that one can be replaced without a gap.
type Account struct {
	Client Client
	Tokens []Token
}
