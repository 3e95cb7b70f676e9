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

// breaks are what YAML counts as the end of a line.
var breaks = regexp.MustCompile("\r\n|[\n\r\u0085\u2028\u2029]")

func newDocument(file string, src []byte) *document {
	return &document{file: file, lines: breaks.Split(strings.TrimPrefix(string(src), "\ufeff"), -1)}
}

func (d *document) finding(line, col int, code, hint, format string, args ...any) diag.Finding {
	return diag.Finding{
		Pos: diag.Position{File: d.file, Line: line, Col: col}, Severity: diag.Error,
		Code: code, Hint: hint, Message: fmt.Sprintf(format, args...), Source: d.line(line),
	}
}

// line is the text of a line, which counts from 1; empty outside the file.
func (d *document) line(n int) string {
	if n < 1 || n > len(d.lines) {
		return ""
	}
	return d.lines[n-1]
}

func (d *document) firstColumn(line int) int {
	text := d.line(line)
	return 1 + len(text) - len(strings.TrimLeft(text, " "))
}
