package door

import (
	"net/http"
	"strings"

	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// kept are headers that belong to the connection, to Do or to `auth:`.
func kept(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "Te", "Trailer",
		"Expect", "Accept-Encoding", "Authorization", "Proxy-Authorization", "Proxy-Connection":
		return true
	}
	return false
}

// validName reports whether a header can have this name (RFC 9110 5.6.2).
func validName(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		alnum := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !alnum && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	}) < 0
}

// validValue reports whether a header can carry this value and nothing else with it.
func validValue(value string) bool {
	_, err := wire.HeaderValue(value)
	return err == nil
}
