package gateway

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/scimgate/scimgate/scim"
)

// A cursor (RFC 9865) is a text that says where the next page of one query begins. Any replica can read it, and none
// has to remember it. It is bound to its query by a digest over both: that tells a cursor which was changed, or which
// belongs to another query, from one of ours. It is no proof against who computes digests, and need not be: a position
// selects nothing that the query does not.

// position is where in the records of one resource type a page begins. The zero position is the beginning.
type position struct {
	After  string `json:"a,omitempty"` // the connector's own cursor
	Offset int    `json:"o,omitempty"` // or, where it has none, how many records to skip
}

// cursor is a position, among the types that a query is over, and when it was given out.
type cursor struct {
	Type   string `json:"t,omitempty"`
	Issued int64  `json:"i"` // Unix seconds
	position
}

// cursorQuery is what a cursor belongs to.
type cursorQuery struct {
	app, resourceType string
	filter, sort      string // canonical
	desc              bool
	count             int
}

const digestSize = 12

// digest is over the query and a cursor's text.
func (q cursorQuery) digest(text []byte) []byte {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q %v %d ", q.app, q.resourceType, q.filter, q.sort, q.desc, q.count)
	h.Write(text)
	return h.Sum(nil)[:digestSize]
}

// encode makes the text of c. It has only characters that need no escape in a URL.
func (q cursorQuery) encode(c cursor) string {
	text, err := json.Marshal(c)
	if err != nil {
		panic("gateway: a cursor that is not JSON: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(append(q.digest(text), text...))
}

// decode reads a cursor that was given out for this query, and not too long ago.
func (q cursorQuery) decode(text string, now time.Time, timeout time.Duration) (cursor, error) {
	var c cursor
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) < digestSize || !bytes.Equal(raw[:digestSize], q.digest(raw[digestSize:])) {
		return c, invalidCursor()
	}
	if err := json.Unmarshal(raw[digestSize:], &c); err != nil || c.Offset < 0 || c.Offset > 0 && c.After != "" {
		return c, invalidCursor()
	}
	if now.Sub(time.Unix(c.Issued, 0)) > timeout {
		return c, scim.BadRequest(scim.ExpiredCursor, "the cursor has expired; ask for the next page within %d seconds, or begin again", int(timeout.Seconds()))
	}
	return c, nil
}

func invalidCursor() error {
	return scim.BadRequest(scim.InvalidCursor, "this is no cursor of this query; begin with an empty one, and keep filter, sort and count as they are")
}
