package rest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/scimgate/scimgate/connectors"
)

// A cursor is a place in the flows of one query. It begins with a digest of the query, so that it fits no other.

const digestSize = 8

func digestOf(q connectors.Query) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%#v\x00%#v", q.Where, q.Order))
	return sum[:digestSize]
}

func (e *entity) encodeCursor(q connectors.Query, at place) string {
	text, _ := json.Marshal(at) // a place always can
	return base64.RawURLEncoding.EncodeToString(append(digestOf(q), text...))
}

func (e *entity) decodeCursor(q connectors.Query) (place, error) {
	var at place
	raw, err := base64.RawURLEncoding.DecodeString(q.After)
	if err != nil || len(raw) < digestSize || string(raw[:digestSize]) != string(digestOf(q)) || json.Unmarshal(raw[digestSize:], &at) != nil ||
		at.Flow < 0 || at.Offset < 0 || at.Skip < 0 {
		return place{}, connectors.Errorf(connectors.Invalid, "list "+e.spec.Entity, "not the place of a record")
	}
	return at, nil
}
