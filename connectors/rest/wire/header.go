package wire

import (
	"errors"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// HeaderValue is v when a header can carry it such that what was sent is read: printable ASCII that no space begins or
// ends (RFC 9110, section 5.5). All else is Invalid, above all what would begin another header.
func HeaderValue(v string) (string, error) {
	outside := strings.IndexFunc(v, func(c rune) bool { return c < ' ' || c > '~' })
	if outside >= 0 || strings.Trim(v, " ") != v {
		return "", &connectors.Error{Kind: connectors.Invalid, Op: "header", Err: errors.New("a header carries printable ASCII alone")}
	}
	return v, nil
}
