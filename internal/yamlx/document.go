package yamlx

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
)

// document is a file's name and lines, for findings.
type document struct {
	file  string
	lines []string
}

func (d *document) finding(line, col int, code, hint, format string, args ...any) diag.Finding {
	f := diag.Finding{
		Pos: diag.Position{File: d.file, Line: line, Col: col}, Severity: diag.Error,
		Code: code, Hint: hint, Message: fmt.Sprintf(format, args...),
	}
	if line > 0 && line <= len(d.lines) {
		f.Source = strings.TrimSuffix(d.lines[line-1], "\r")
	}
	return f
}

func (d *document) firstColumn(line int) int {
	if line < 1 || line > len(d.lines) {
		return 1
	}
	text := d.lines[line-1]
	return 1 + len(text) - len(strings.TrimLeft(text, " "))
}

var bareReference = regexp.MustCompile(`[:,{]\s*\$\{`)

// syntaxHint names the commonest mistake: a reference inside { } that needs quotes.
func (d *document) syntaxHint(line int) string {
	for i := max(line-2, 0); i < min(line+1, len(d.lines)); i++ {
		if strings.Contains(d.lines[i], "{") && bareReference.MatchString(d.lines[i]) {
			return `inside { } a reference needs quotes: "${…}"`
		}
	}
	return ""
}
