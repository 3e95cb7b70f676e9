package wire

import (
	"strings"
	"unicode/utf8"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Text is a text with variables: 'Bearer {token}'. A variable with a question mark, {office?}, may be missing. A brace is
// written twice.
type Text struct{ pieces []textPiece }

// textPiece is a stretch of text, or a variable when it has a name.
type textPiece struct {
	text string
	mention
	optional bool
}

// ParseText reads a text with variables. The error is a *SyntaxError.
func ParseText(text string) (Text, error) {
	p := textParser{cursor: cursor{text: text}}
	for !p.done() {
		if err := p.next(); err != nil {
			return Text{}, err
		}
	}
	p.flush()
	return p.parsed, nil
}

// Names lists the variables, each once, in the order in which they first stand.
func (t Text) Names() []string { return namesOf(t.mentions()) }

// Check reports the variables that are not known; n is where the text was written.
func (t Text) Check(n yamlx.Node, known []string) diag.List { return unknown(n, t.mentions(), known) }

func (t Text) mentions() []mention {
	var all []mention
	for _, p := range t.pieces {
		if p.name != "" {
			all = append(all, p.mention)
		}
	}
	return all
}

// Fill is the text with the values in it; ok is false when one is missing or nil that may be. A value that is missing
// and must not be, or that is no single value, is Invalid.
func (t Text) Fill(values map[string]any) (text string, ok bool, err error) {
	var b strings.Builder
	for _, p := range t.pieces {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		v, err := valueOf(p.name, values)
		if err != nil {
			return "", false, err
		}
		s, isLeaf := LeafText(v)
		switch {
		case isLeaf:
			b.WriteString(s)
		case v != nil:
			return "", false, variableFault(p.name, "a list or an object cannot stand in a text")
		case p.optional:
			return "", false, nil
		default:
			return "", false, variableFault(p.name, "there is no value for this place in a text")
		}
	}
	return b.String(), true, nil
}

// alone is the variable that is the whole text.
func (t Text) alone() (textPiece, bool) {
	if len(t.pieces) == 1 && t.pieces[0].name != "" {
		return t.pieces[0], true
	}
	return textPiece{}, false
}

// textParser reads a text from left to right.
type textParser struct {
	cursor
	literal strings.Builder
	parsed  Text
}

func (p *textParser) next() error {
	switch {
	case p.take("{{"):
		p.literal.WriteByte('{')
	case p.take("}}"):
		p.literal.WriteByte('}')
	case p.text[p.at] == '}':
		return p.fail("a brace that stands for itself is written twice: }}")
	case p.text[p.at] == '{':
		return p.variable()
	default:
		_, size := utf8.DecodeRuneInString(p.rest())
		p.literal.WriteString(p.rest()[:size])
		p.at += size
	}
	return nil
}

// variable takes {name} or {name?}.
func (p *textParser) variable() error {
	begin := p.at
	p.at++
	n := nameLength(p.rest())
	if n == 0 {
		p.at = begin
		return p.fail("expected {name}; a brace that stands for itself is written twice: {{")
	}
	p.flush()
	piece := textPiece{mention: mention{p.rest()[:n], p.at}}
	p.at += n
	piece.optional = p.take("?")
	if !p.take("}") {
		return p.fail("expected }")
	}
	p.parsed.pieces = append(p.parsed.pieces, piece)
	return nil
}

func (p *textParser) flush() {
	if p.literal.Len() > 0 {
		p.parsed.pieces = append(p.parsed.pieces, textPiece{text: p.literal.String()})
		p.literal.Reset()
	}
}
