package sqldb

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Named is a hand-written statement with parameters such as :login or :person.name. A value is bound where a parameter
// stands; it never becomes text.
type Named struct{ pieces []piece }

// piece is a stretch of text or the name of a parameter.
type piece struct {
	text string
	name string
}

// Parse finds the parameters of one statement. A colon inside a string, a quoted name, a comment or a $tag$ quote makes
// none, nor does ::type, := or the slice of an array. What databases would read differently is refused: a statement means
// the same wherever it is sent. A semicolon may stand at the very end alone.
func Parse(text string) (Named, error) {
	text = strings.TrimSpace(text)
	text = strings.TrimRightFunc(strings.TrimSuffix(text, ";"), unicode.IsSpace)
	switch {
	case text == "":
		return Named{}, errors.New("there is no statement here")
	case strings.Contains(text, ";"):
		return Named{}, errors.New("a text with ; may be more than one statement")
	}
	p := namedParser{rest: text}
	for p.rest != "" {
		if err := p.next(); err != nil {
			return Named{}, err
		}
	}
	p.flush()
	return Named{p.pieces}, nil
}

// Names lists the parameters, each once, in the order in which they first stand.
func (n Named) Names() []string {
	var names []string
	for _, p := range n.pieces {
		if p.name != "" && !slices.Contains(names, p.name) {
			names = append(names, p.name)
		}
	}
	return names
}

// Write gives the statement from left to right: its text to text, and the name of every parameter to parameter, again
// wherever it stands again.
func (n Named) Write(text, parameter func(string)) {
	for _, p := range n.pieces {
		if p.name != "" {
			parameter(p.name)
		} else {
			text(p.text)
		}
	}
}

// String is the statement as it was written.
func (n Named) String() string {
	var b strings.Builder
	n.Write(func(s string) { b.WriteString(s) }, func(name string) { b.WriteString(":" + name) })
	return b.String()
}

// namedParser reads a statement from left to right.
type namedParser struct {
	rest   string
	before rune // the character before rest
	text   strings.Builder
	pieces []piece
}

// next takes the next thing that is read as a whole: a quotation, a comment, a parameter or a character.
func (p *namedParser) next() error {
	switch c := p.rest[0]; {
	case c == '\'' || c == '"' || c == '`':
		return p.quotation(c)
	case strings.HasPrefix(p.rest, "--"):
		p.take(endOf(p.rest, "\n"))
	case strings.HasPrefix(p.rest, "/*"):
		return p.comment()
	case strings.HasPrefix(p.rest, "::"), strings.HasPrefix(p.rest, ":="):
		p.take(2)
	case c == ':' && !isNamePart(p.before):
		p.parameter()
	case c == '$' && !isNamePart(p.before):
		return p.dollar()
	case c == '?':
		return errors.New("a parameter has a name, such as :login")
	default:
		_, size := utf8.DecodeRuneInString(p.rest)
		p.take(size)
	}
	return nil
}

// take makes the next n bytes text.
func (p *namedParser) take(n int) {
	p.text.WriteString(p.rest[:n])
	p.before, _ = utf8.DecodeLastRuneInString(p.rest[:n])
	p.rest = p.rest[n:]
}

func (p *namedParser) flush() {
	if p.text.Len() > 0 {
		p.pieces = append(p.pieces, piece{text: p.text.String()})
		p.text.Reset()
	}
}

// quotation takes a string or a quoted name. A doubled quote ends one and begins the next, which comes to the same.
func (p *namedParser) quotation(quote byte) error {
	end := strings.IndexByte(p.rest[1:], quote)
	switch {
	case end < 0:
		return fmt.Errorf("a quotation that begins with %c does not end", quote)
	case end > 0 && p.rest[end] == '\\' && quote != '`':
		return errors.New(`a backslash before a quote means different things to databases: double the quote, or bind a parameter`)
	}
	p.take(end + 2)
	return nil
}

// comment takes /* … */, which only some databases nest.
func (p *namedParser) comment() error {
	end := strings.Index(p.rest[2:], "*/")
	switch {
	case end < 0:
		return errors.New("a comment that begins with /* does not end")
	case strings.Contains(p.rest[2:2+end], "/*"):
		return errors.New("a comment within a comment means different things to databases")
	}
	p.take(end + 4)
	return nil
}

// parameter takes :name or :alias.name; a colon before anything else is text.
func (p *namedParser) parameter() {
	n := nameLength(p.rest[1:])
	if n == 0 {
		p.take(1)
		return
	}
	end := 1 + n
	if strings.HasPrefix(p.rest[end:], ".") {
		if n := nameLength(p.rest[end+1:]); n > 0 {
			end += 1 + n
		}
	}
	p.flush()
	p.pieces = append(p.pieces, piece{name: p.rest[1:end]})
	p.before, _ = utf8.DecodeLastRuneInString(p.rest[:end])
	p.rest = p.rest[end:]
}

// dollar takes a quotation between $tag$ and $tag$.
func (p *namedParser) dollar() error {
	n := nameLength(p.rest[1:])
	if n == 0 && len(p.rest) > 1 && '0' <= p.rest[1] && p.rest[1] <= '9' {
		return errors.New("a parameter has a name, such as :login")
	}
	if !strings.HasPrefix(p.rest[1+n:], "$") {
		p.take(1)
		return nil
	}
	tag := p.rest[:n+2]
	end := strings.Index(p.rest[len(tag):], tag)
	if end < 0 {
		return fmt.Errorf("a quotation that begins with %s does not end", tag)
	}
	p.take(end + 2*len(tag))
	return nil
}

// endOf is where the first end in s ends, or s itself does.
func endOf(s, end string) int {
	if i := strings.Index(s, end); i >= 0 {
		return i + len(end)
	}
	return len(s)
}

// nameLength is how many bytes of s are a name, which begins with a letter or _.
func nameLength(s string) int {
	for i, c := range s {
		if !isNamePart(c) || i == 0 && unicode.IsDigit(c) {
			return i
		}
	}
	return len(s)
}

func isNamePart(c rune) bool { return c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c) }
