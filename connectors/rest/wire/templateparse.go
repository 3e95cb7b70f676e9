package wire

import "strings"

// ParseTemplate reads a template. The error is a *SyntaxError.
func ParseTemplate(text string) (Template, error) {
	p := templateParser{cursor: cursor{text: text}}
	for !p.done() {
		if err := p.next(); err != nil {
			return Template{}, err
		}
	}
	t := Template{text, p.parts}
	if reason := urlFault(t.sample()); reason != "" {
		return Template{}, &SyntaxError{0, reason}
	}
	return t, nil
}

// sample is the URL when every value is x.
func (t Template) sample() string {
	var b strings.Builder
	for _, p := range t.parts {
		b.WriteString(p.literal)
		if p.vars != nil {
			b.WriteString(p.form.first + "x")
		}
	}
	return b.String()
}

// query says how sure it is that there is a ? before a place.
type query int

const (
	noQuery    query = iota
	maybeQuery       // behind {?…}, which may come to nothing
	sureQuery        // behind a ? of the template's own
)

// templateParser reads a template from left to right.
type templateParser struct {
	cursor
	query query
	parts []templatePart
}

func (p *templateParser) next() error {
	if p.query == maybeQuery {
		return p.fail("{?…} stands at the end: write /path{?a,b}, or /path?a=1{&b}")
	}
	if p.text[p.at] == '{' {
		return p.expression()
	}
	begin := p.at
	for !p.done() && p.text[p.at] != '{' {
		c := p.text[p.at]
		switch {
		case c == '#':
			return p.fail("what follows a # is never sent")
		case c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`|}", c) >= 0:
			return p.fail("this stands in a URL percent-encoded, such as %%20")
		case c == '%' && !isTriplet(p.rest()):
			return p.fail("a %% is followed by two hexadecimal digits")
		case c == '?':
			p.query = sureQuery
		}
		p.at++
	}
	p.parts = append(p.parts, templatePart{literal: p.text[begin:p.at]})
	return nil
}

func isTriplet(text string) bool {
	return len(text) > 2 && isHex(text[1]) && isHex(text[2])
}

func isHex(c byte) bool { return isAlphanumeric(c) && (c <= '9' || c|0x20 <= 'f') }

// expression takes {…}.
func (p *templateParser) expression() error {
	part, err := p.operator()
	if err != nil {
		return err
	}
	for {
		n := nameLength(p.rest())
		if n == 0 {
			return p.fail("expected the name of a variable")
		}
		v := templateVar{mention: mention{p.text[p.at : p.at+n], p.at}}
		p.at += n
		v.explode = p.take("*")
		part.vars = append(part.vars, v)
		switch {
		case p.take(","):
		case p.take("}"):
			p.parts = append(p.parts, part)
			return nil
		default:
			return p.fail("expected , or }")
		}
	}
}

// operator takes the brace and what stands before the first name.
func (p *templateParser) operator() (templatePart, error) {
	begin := p.at
	p.at++
	rest := p.rest()
	symbol := rest[:len(rest)-len(strings.TrimLeft(rest, "+#./;?&=,!@|"))]
	form, ok := formOf(symbol)
	inQuery := p.query == sureQuery
	switch {
	case !ok:
		return templatePart{}, p.fail("the operator is one of / . ; ? & or none")
	case symbol == "?" && inQuery:
		return templatePart{}, p.fail("there is a ? already: write {&…}")
	case symbol == "&" && !inQuery:
		return templatePart{}, p.fail("there is no ? before: write {?…}")
	case symbol != "" && symbol != "&" && inQuery:
		return templatePart{}, p.fail("{%s…} is for the path", symbol)
	case symbol == "?":
		p.query = maybeQuery
	}
	if begin == 0 {
		p.at = 0
		return templatePart{}, p.fail("a URL begins with /")
	}
	p.at += len(symbol)
	return templatePart{form: form, inQuery: inQuery || symbol == "?"}, nil
}
