package yamlx

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	lineOf   = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)
	anchorOf = regexp.MustCompile(`^unknown anchor '(.*)' referenced`)
	// fromParser are the messages whose line the library counts from 0; all others count from 1.
	fromParser = regexp.MustCompile(`^did not find expected ('-' indicator|',' or|key|node content|<)|^found (undefined tag handle|duplicate %|incompatible YAML)`)
)

// syntaxError takes the place and the message out of the library's error.
func (d *document) syntaxError(err error) (line, col int, msg string) {
	m := lineOf.FindStringSubmatch(strings.SplitN(err.Error(), "\n", 2)[0])
	if m == nil {
		return 1, 1, err.Error()
	}
	msg = m[2]
	if line, col, ok := d.control(); ok && strings.HasPrefix(msg, "control characters") {
		return line, col, msg
	}
	if a := anchorOf.FindStringSubmatch(msg); a != nil {
		return d.find("*"+a[1], msg)
	}
	line, _ = strconv.Atoi(m[1])
	if fromParser.MatchString(msg) {
		line++
	}
	line = min(max(line, 1), len(d.lines))
	return line, d.firstColumn(line), msg
}

// find places a message that comes without a line at the first use of word.
func (d *document) find(word, msg string) (line, col int, _ string) {
	for i, text := range d.lines {
		if before, _, ok := strings.Cut(text, word); ok {
			return i + 1, 1 + utf8.RuneCountInString(before), msg
		}
	}
	return 1, 1, msg
}

// control is the place of the first control character.
func (d *document) control() (line, col int, ok bool) {
	for i, text := range d.lines {
		for j, r := range []rune(text) {
			if unicode.IsControl(r) && r != '\t' {
				return i + 1, j + 1, true
			}
		}
	}
	return 0, 0, false
}

// mistakes are the commonest ways to get YAML wrong, recognised by the text near the error.
var mistakes = []struct {
	text *regexp.Regexp
	hint string
}{
	{regexp.MustCompile(`\{.*[:,{]\s*\$\{`), `inside { } a reference needs quotes: "${…}"`},
	{regexp.MustCompile(`^ *\t`), "indent with spaces, not with tabs"},
	{regexp.MustCompile("[:,\\[-] *[@`%]"), "text that begins with @, % or ` needs quotes"},
	{regexp.MustCompile(`: [^"'{]*: `), `text that contains ": " needs quotes`},
	{regexp.MustCompile(`: +'[^']*'[^\s,}\]#]`), "a quote inside quotes is written twice: 'it''s'"},
}

// syntaxHint names the mistake that the lines around an error show, if it is a common one.
func (d *document) syntaxHint(line int) string {
	for _, m := range mistakes {
		for _, at := range []int{line, line + 1, line - 1} {
			if m.text.MatchString(d.line(at)) {
				return m.hint
			}
		}
	}
	return ""
}
