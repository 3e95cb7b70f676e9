package filter

import (
	"fmt"
	"unicode/utf8"

	"github.com/scimgate/scimgate/scim"
)

// expected refuses the next token. What stands in quotes is not repeated: it may be somebody's name.
func (p *parser) expected(what string) error {
	if p.tok.kind == malformed {
		return p.fail(p.tok.at, "%s", p.tok.text)
	}
	return p.fail(p.tok.at, "expected %s, found %s", what, p.tok.describe())
}

func (p *parser) tooDeep() error {
	return p.fail(p.tok.at, "nested more than %d levels deep", MaxDepth)
}

// fail refuses the text because of what stands at a byte of it.
func (p *parser) fail(at int, format string, args ...any) error {
	column := utf8.RuneCountInString(p.src[:at]) + 1
	return scim.BadRequest(p.refusal, "%s, column %d: %s", p.what, column, fmt.Sprintf(format, args...))
}

// maxShown bounds how much of a word an error repeats, in bytes.
const maxShown = 60

func (t token) describe() string {
	switch {
	case t.kind == end:
		return "the end"
	case t.kind == quoted:
		return "a text"
	case t.kind == word && len(t.text) > maxShown:
		return "a long word"
	}
	return fmt.Sprintf("%q", t.text)
}
