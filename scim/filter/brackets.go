package filter

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// element reads attr[filter], and the comparison of a sub-attribute that some clients put behind the brackets.
func (p *parser) element(name Name) (Expr, error) {
	term, err := p.brackets(name)
	if err != nil {
		return nil, err
	}
	sub, ok := p.behindBrackets()
	if !ok {
		return Element{Name: name, Term: term}, nil
	}
	if !p.edge.Allows(scim.FilterAfterBracket) {
		return nil, p.expected(`"and", "or" or the end`)
	}
	if _, or := term.(Or); or && p.depth+2 > MaxDepth {
		return nil, p.tooDeep() // an Or inside an And is one pair of parentheses deeper than it was written
	}
	p.advance()
	behind, err := p.comparison(Name{Attr: sub})
	if err != nil {
		return nil, err
	}
	return Element{Name: name, Term: And{append(conjoin(nil, term), behind)}}, nil
}

// brackets reads the filter that selects elements of the attribute called name.
func (p *parser) brackets(name Name) (Expr, error) {
	if name.Sub != "" {
		return nil, p.fail(p.tok.at, "brackets follow an attribute, not a sub-attribute")
	}
	p.inside = true
	term, err := p.nested(closingBracket, `"and", "or" or "]"`)
	p.inside = false
	return term, err
}

// behindBrackets is the sub-attribute in ].sub, when the next token is one.
func (p *parser) behindBrackets() (sub string, ok bool) {
	if p.tok.kind != word {
		return "", false
	}
	sub, dotted := strings.CutPrefix(p.tok.text, ".")
	return sub, dotted && isAttribute(sub)
}
