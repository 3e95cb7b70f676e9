package wire

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"unicode/utf8"
)

// Codec is a kind of body. Encode is deterministic and refuses what the kind cannot carry with a *connectors.Error of
// kind Invalid. Decode is strict and bounded in depth, not in size. Its error says what is wrong with the body and quotes
// nothing of it; it has no kind, for what an unreadable answer means depends on what was asked.
type Codec interface {
	MediaType() string // without parameters
	Encode(Tree) ([]byte, error)
	Decode([]byte) (Tree, error)
}

var (
	_ Codec = JSON{}
	_ Codec = XML{}
	_ Codec = Form{}
)

var (
	errEmpty   = errors.New("the body is empty")
	errNotUTF8 = errors.New("the body is not UTF-8")
	errDepth   = errors.New("the body is nested too deep")
)

// opened takes the byte order mark from a body that some text must be in.
func opened(body []byte) ([]byte, error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return nil, errEmpty
	case !utf8.Valid(body):
		return nil, errNotUTF8
	}
	return body, nil
}

func sortedNames(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
