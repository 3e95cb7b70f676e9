package wire

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// ReadPath reads the path at n: a missing one is the whole tree.
func ReadPath(n yamlx.Node, found *diag.List) Path { return read(n, "rest/path", ParsePath, found) }

// ReadTemplate reads the URL at n, which must be there.
func ReadTemplate(n yamlx.Node, found *diag.List) Template {
	return read(n, "rest/url", ParseTemplate, found)
}

// ReadText reads the text with variables at n.
func ReadText(n yamlx.Node, found *diag.List) Text { return read(n, "rest/text", ParseText, found) }

// read reads a scalar, with a finding at the place where its text is wrong.
func read[T any](n yamlx.Node, code string, parse func(string) (T, error), found *diag.List) T {
	if !n.IsMissing() && !n.IsScalar() {
		found.Add(n.Finding(code, "", "expected a text"))
		return *new(T)
	}
	parsed, err := parse(n.Text())
	if e, ok := errors.AsType[*SyntaxError](err); ok {
		line, col := place(string([]rune(n.Text())[:e.Offset]))
		found.Add(n.FindingAt(line, col, code, "", "%s", e.Reason))
	}
	return parsed
}

// place is the line and the column, in runes and from 0, that follow a text.
func place(before string) (line, col int) {
	last := before[strings.LastIndexByte(before, '\n')+1:]
	return strings.Count(before, "\n"), utf8.RuneCountInString(last)
}
