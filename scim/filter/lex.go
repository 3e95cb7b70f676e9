package filter

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// kind is what a token is.
type kind byte

const (
	end            kind = iota
	word                // a name, an operator or a literal that is not a text
	quoted              // a JSON string, decoded
	opening             // (
	closing             // )
	openingBracket      // [
	closingBracket      // ]
	malformed           // what cannot be read; its text says why
)

// token is a piece of a filter. at is the byte where it begins, of a malformed one the byte that is wrong.
type token struct {
	kind kind
	text string
	at   int
}

// lexer takes tokens off a filter, one at a time. Its text is known to be UTF-8.
type lexer struct {
	src string
	pos int
}

func (l *lexer) next() token {
	for l.pos < len(l.src) && isSpace(l.src[l.pos]) {
		l.pos++
	}
	start := l.pos
	if start == len(l.src) {
		return token{end, "", start}
	}
	l.pos++
	switch c := l.src[start]; {
	case c == '(':
		return token{opening, "(", start}
	case c == ')':
		return token{closing, ")", start}
	case c == '[':
		return token{openingBracket, "[", start}
	case c == ']':
		return token{closingBracket, "]", start}
	case c == '"':
		return l.jsonString(start)
	case isControl(c):
		return token{malformed, "there is a control character", start}
	}
	for l.pos < len(l.src) && isWord(l.src[l.pos]) {
		l.pos++
	}
	return token{word, l.src[start:l.pos], start}
}

// jsonString reads the rest of a JSON string. One without escapes shares the memory of the filter.
func (l *lexer) jsonString(start int) token {
	var decoded strings.Builder
	from := l.pos
	for l.pos < len(l.src) {
		switch c := l.src[l.pos]; {
		case c == '"':
			text := l.src[from:l.pos]
			l.pos++
			if decoded.Len() > 0 {
				decoded.WriteString(text)
				text = decoded.String()
			}
			return token{quoted, text, start}
		case c < ' ':
			return token{malformed, "a text holds a control character that is not escaped", l.pos}
		case c == '\\':
			decoded.WriteString(l.src[from:l.pos])
			r, wrong := l.escape()
			if wrong != "" {
				return token{malformed, wrong, l.pos}
			}
			decoded.WriteRune(r)
			from = l.pos
		default:
			l.pos++
		}
	}
	return token{malformed, "a text is not closed by a double quote", start}
}

// escape reads one escape, two when they are the halves of a surrogate pair. When wrong says why it could not, the
// lexer stands at the backslash.
func (l *lexer) escape() (r rune, wrong string) {
	rest := l.src[l.pos+1:]
	if rest == "" {
		return 0, "a text ends in a backslash"
	}
	if i := strings.IndexByte(`"\/bfnrt`, rest[0]); i >= 0 {
		l.pos += 2
		return rune("\"\\/\b\f\n\r\t"[i]), ""
	}
	r, ok := hex4(rest)
	if !ok {
		return 0, `an escape must be one of \" \\ \/ \b \f \n \r \t or \u with four hexadecimal digits`
	}
	l.pos += 6
	if !utf16.IsSurrogate(r) {
		return r, ""
	}
	if next, ok := strings.CutPrefix(l.src[l.pos:], `\`); ok {
		low, _ := hex4(next)
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			l.pos += 6
			return pair, ""
		}
	}
	l.pos -= 6
	return 0, "an escape is half of a surrogate pair"
}

// hex4 reads the u and the four digits of an escape.
func hex4(s string) (r rune, ok bool) {
	if len(s) < 5 || s[0] != 'u' {
		return 0, false
	}
	for _, c := range []byte(s[1:5]) {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = (c | 0x20) - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isControl(c byte) bool { return c < ' ' || c == 0x7f }

func isWord(c byte) bool {
	return c > ' ' && c != 0x7f && c != '(' && c != ')' && c != '[' && c != ']' && c != '"'
}
