package wire

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// notInWord are the characters that a name or value in a path has only in quotes.
const notInWord = ".,[]=\"'(){}\\ \t\r\n"

// maxSteps bounds a path; no body is deeper.
const maxSteps = maxDepth

// ParsePath reads a path; the empty text is the whole tree. The error is a *SyntaxError.
func ParsePath(text string) (Path, error) {
	p := pathParser{cursor: cursor{text: text}}
	if !utf8.ValidString(text) {
		return Path{}, &SyntaxError{0, "a path is UTF-8"}
	}
	for !p.done() {
		if err := p.step(); err != nil {
			return Path{}, err
		}
		if len(p.path.steps) > maxSteps {
			return Path{}, p.fail("a path has at most %d steps", maxSteps)
		}
	}
	return p.path, nil
}

// pathParser reads a path from left to right.
type pathParser struct {
	cursor
	path Path
}

func (p *pathParser) add(s step) { p.path.steps = append(p.path.steps, s) }

// step takes [...], or a name with a dot before it unless it is the first.
func (p *pathParser) step() error {
	if p.take("[") {
		return p.bracket()
	}
	if p.at > 0 && !p.take(".") {
		return p.fail("expected . or [")
	}
	n := wordLength(p.rest())
	if n == 0 {
		return p.fail(`expected a name; one with other characters stands in ["…"]`)
	}
	p.add(step{name: p.text[p.at : p.at+n], index: -1})
	p.at += n
	return nil
}

// bracket takes what stands behind [: a position, a quoted name or a selector.
func (p *pathParser) bracket() error {
	begin := p.at
	name, quoted, err := p.word()
	switch {
	case err != nil:
		return err
	case p.take("="):
		p.at = begin
		return p.selector()
	case !p.take("]"):
		return p.fail("expected ] or =")
	case quoted:
		p.add(step{name: name, index: -1})
		return nil
	}
	index, err := strconv.Atoi(name)
	if err != nil || strconv.Itoa(index) != name || index < 0 {
		p.at = begin
		return p.fail(`expected a position such as [0], a selector such as [id=1] or a name such as ["a.b"]`)
	}
	p.add(step{index: index})
	return nil
}

// selector takes name=value, … and the bracket.
func (p *pathParser) selector() error {
	s := step{index: -1}
	for {
		name, _, err := p.word()
		if err != nil {
			return err
		}
		if !p.take("=") {
			return p.fail("expected =")
		}
		text, quoted, err := p.word()
		if err != nil {
			return err
		}
		if slices.ContainsFunc(s.keys, func(k selectorKey) bool { return k.name == name }) {
			return p.fail("%q stands twice in a selector", name)
		}
		k := selectorKey{name, text}
		if !quoted {
			k.value = unquoted(text)
		}
		s.keys = append(s.keys, k)
		if p.take("]") {
			p.add(s)
			return nil
		}
		if !p.take(",") {
			return p.fail("expected , or ]")
		}
	}
}

// unquoted is what a value without quotes means: a whole number, true or false, else text.
func unquoted(text string) Tree {
	if i, err := strconv.ParseInt(text, 10, 64); err == nil && strconv.FormatInt(i, 10) == text {
		return i
	}
	if text == "true" || text == "false" {
		return text == "true"
	}
	return text
}

// word takes a name or value, in quotes or not.
func (p *pathParser) word() (text string, quoted bool, err error) {
	if p.take(`"`) {
		text, err := p.quotation()
		return text, true, err
	}
	n := wordLength(p.rest())
	if n == 0 {
		return "", false, p.fail(`expected a name or value; one with other characters stands in "…"`)
	}
	p.at += n
	return p.text[p.at-n : p.at], false, nil
}

// quotation takes the rest of "…", in which \" and \\ are what follows the backslash.
func (p *pathParser) quotation() (string, error) {
	var b strings.Builder
	for !p.done() {
		switch {
		case p.take(`"`):
			return b.String(), nil
		case p.take(`\`):
			if p.done() || p.text[p.at] != '"' && p.text[p.at] != '\\' {
				return "", p.fail(`a backslash stands before " or \ alone`)
			}
		}
		b.WriteByte(p.text[p.at])
		p.at++
	}
	return "", p.fail("a quotation does not end")
}

// wordLength is how many bytes of text need no quotes.
func wordLength(text string) int {
	if n := strings.IndexAny(text, notInWord); n >= 0 {
		return n
	}
	return len(text)
}
