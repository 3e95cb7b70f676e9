package correlation

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/scimgate/scimgate/connectors"
)

// root seeds every derived id: the UUIDv5 of the project's URL in the URL namespace.
var root = uuid.MustParse("a092d77b-0a3c-52da-9d9c-f4ede613e0c6")

// Derive is the id of the n-th record that held key, counted from 1. Generations above the first exist only where
// an earlier holder's id is spent: buried, or taken along by a record whose key changed.
//
// It is a chain of UUIDv5 (RFC 9562, section 5.5): root, then the namespace, the type, the key's text, and the
// generation unless it is the first. A chain keeps the parts apart whatever they contain. Ids are for ever, so this
// function and testdata/derived.tsv can never change.
func (s Scope) Derive(key connectors.Key, generation int) string {
	id := root
	for _, part := range []string{s.namespace(), s.Type, string(key)} {
		id = uuid.NewSHA1(id, []byte(part))
	}
	if generation > 1 {
		id = uuid.NewSHA1(id, []byte(strconv.Itoa(generation)))
	}
	return id.String()
}

// newID is the id of a link that is yet to be stored, unless the application gave it one.
func (s Scope) newID(l Link, generation int) string {
	switch {
	case s.Identity == ByKey, s.Identity == ByField && l.ID == string(l.Key):
		return string(l.Key)
	case s.Identity == Stored:
		return uuid.NewString()
	default:
		return s.Derive(l.Key, generation)
	}
}

// LooksDerived reports whether id has the shape that Derive gives: what has not is nobody's derived id.
func LooksDerived(id string) bool {
	u, err := uuid.Parse(id)
	return err == nil && u.Version() == 5 && u.Variant() == uuid.RFC4122 && u.String() == id
}

// maxID is how long an id can be, in bytes.
const maxID = 255

// IsID reports whether id can be one that this gateway or another service provider gave out: text of a length that
// every store and URL takes, and no word that SCIM has taken (RFC 7643 §3.1, RFC 7644 §3.4.3).
func IsID(id string) bool {
	switch {
	case id == "", len(id) > maxID, !utf8.ValidString(id), strings.ContainsFunc(id, unicode.IsControl):
		return false
	case strings.HasPrefix(id, "."), strings.Contains(strings.ToLower(id), "bulkid"):
		return false
	}
	return true
}

// namespace is what links are kept and ids derived under, so that both outlive a change of the app's name.
func (s Scope) namespace() string {
	if s.Namespace != "" {
		return s.Namespace
	}
	return s.App
}
