package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Render writes every finding for a person: its line, the source line and a caret under the column.
// colour uses terminal escapes; callers pass true only for a terminal.
func (l List) Render(w io.Writer, colour bool) error {
	for _, f := range l.Sorted() {
		if _, err := io.WriteString(w, f.render(colour)); err != nil {
			return err
		}
	}
	return nil
}

func (f Finding) render(colour bool) string {
	var b strings.Builder
	line := printable(f.String())
	if colour {
		tint := "31"
		if f.Severity == Warning {
			tint = "33"
		}
		line = "\x1b[" + tint + "m" + line + "\x1b[0m"
	}
	b.WriteString(line + "\n")
	if f.Source != "" && f.Pos.Line > 0 {
		gutter := fmt.Sprintf("%5d | ", f.Pos.Line)
		b.WriteString(gutter + printable(f.Source) + "\n")
		b.WriteString(strings.Repeat(" ", len(gutter)-2) + "| " + indent(f.Source, f.Pos.Col) + "^\n")
	}
	return b.String()
}

// printable shows control characters as dots, so that a file cannot play with the reader's terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' {
			return '·'
		}
		return r
	}, s)
}

// indent is the white space before column col of line; tabs stay tabs so that the caret stands right.
func indent(line string, col int) string {
	var b strings.Builder
	for i, r := range []rune(line) {
		if i >= col-1 {
			break
		}
		if r == '\t' {
			b.WriteRune('\t')
		} else {
			b.WriteRune(' ')
		}
	}
	return b.String()
}
