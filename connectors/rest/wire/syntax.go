package wire

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// SyntaxError says where the text of a Path, Template or Text is wrong. Those texts are the operator's.
type SyntaxError struct {
	Offset int // in runes from the beginning of the text
	Reason string
}

func (e *SyntaxError) Error() string { return e.Reason }

// syntaxAt is an error at a byte of text.
func syntaxAt(text string, at int, format string, args ...any) *SyntaxError {
	return &SyntaxError{utf8.RuneCountInString(text[:at]), fmt.Sprintf(format, args...)}
}

// cursor is a text that is read from left to right.
type cursor struct {
	text string
	at   int // in bytes
}

func (c *cursor) rest() string { return c.text[c.at:] }

func (c *cursor) done() bool { return c.at == len(c.text) }

// take takes the next text if it is there.
func (c *cursor) take(text string) bool {
	ok := strings.HasPrefix(c.rest(), text)
	if ok {
		c.at += len(text)
	}
	return ok
}

// fail is an error at the cursor.
func (c *cursor) fail(format string, args ...any) error {
	return syntaxAt(c.text, c.at, format, args...)
}
