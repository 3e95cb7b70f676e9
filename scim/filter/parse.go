package filter

import (
	"strings"
	"unicode/utf8"

	"github.com/scimgate/scimgate/scim"
)

// Limits of one filter or path. They are counted while it is read, so that a hostile one costs no more than a good one.
const (
	MaxBytes = 8 << 10 // length of the text
	MaxDepth = 32      // parentheses and brackets inside each other
	MaxTerms = 200     // comparisons
)

// Parse reads a filter (RFC 7644 §3.4.2.2). Operators, and, or, not may be in any letter case; names stay as they were
// written. A number is an int64 when it is written without fraction and exponent and fits, else a float64. The tree is
// flat: no And is a term of an And, no Or of an Or.
//
// The tolerances are FilterAfterBracket, which becomes an Element with one condition more; UnquotedLiteral, which
// becomes a text; and BooleanText, for True and FALSE. What cannot be read is a 400 invalidFilter that names the
// column, counted in characters from 1.
func Parse(text string, edge *scim.Edge) (Expr, error) {
	p := parser{what: "filter", refusal: scim.InvalidFilter, edge: edge}
	if err := p.begin(text); err != nil {
		return nil, err
	}
	x, err := p.disjunction()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != end {
		return nil, p.expected(`"and", "or" or the end`)
	}
	return x, nil
}

// parser reads by recursive descent; depth bounds the recursion.
type parser struct {
	lexer
	tok     token // the one to be read next
	what    string
	refusal scim.ScimType
	edge    *scim.Edge
	depth   int
	terms   int
	inside  bool // brackets
}

func (p *parser) begin(text string) error {
	switch {
	case len(text) > MaxBytes:
		return scim.BadRequest(p.refusal, "%s: longer than %d bytes", p.what, MaxBytes)
	case !utf8.ValidString(text):
		return scim.BadRequest(p.refusal, "%s: not UTF-8", p.what)
	}
	p.src = text
	p.advance()
	return nil
}

func (p *parser) advance() { p.tok = p.next() }

// take reads on when the next token is the given word in any letter case.
func (p *parser) take(keyword string) bool {
	if p.tok.kind != word || !strings.EqualFold(p.tok.text, keyword) {
		return false
	}
	p.advance()
	return true
}

// disjunction reads term or term or term.
func (p *parser) disjunction() (Expr, error) {
	x, err := p.conjunction()
	if err != nil {
		return nil, err
	}
	var terms []Expr
	for p.take("or") {
		if terms == nil {
			terms = disjoin(nil, x)
		}
		next, err := p.conjunction()
		if err != nil {
			return nil, err
		}
		terms = disjoin(terms, next)
	}
	if terms != nil {
		return Or{terms}, nil
	}
	return x, nil
}

// conjunction reads term and term and term, which binds tighter than or.
func (p *parser) conjunction() (Expr, error) {
	x, err := p.term()
	if err != nil {
		return nil, err
	}
	var terms []Expr
	for p.take("and") {
		if terms == nil {
			terms = conjoin(nil, x)
		}
		next, err := p.term()
		if err != nil {
			return nil, err
		}
		terms = conjoin(terms, next)
	}
	if terms != nil {
		return And{terms}, nil
	}
	return x, nil
}

func (p *parser) term() (Expr, error) {
	switch {
	case p.tok.kind == opening:
		return p.nested(closing, `"and", "or" or ")"`)
	case p.take("not"):
		if p.tok.kind != opening {
			return nil, p.expected(`"(" after not`)
		}
		x, err := p.nested(closing, `"and", "or" or ")"`)
		if err != nil {
			return nil, err
		}
		return Not{x}, nil
	case p.tok.kind == word:
		return p.test()
	}
	return nil, p.expected(`an attribute, "not" or "("`)
}

// nested reads what stands in parentheses or brackets.
func (p *parser) nested(until kind, expected string) (Expr, error) {
	if p.depth++; p.depth > MaxDepth {
		return nil, p.tooDeep()
	}
	p.advance()
	x, err := p.disjunction()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != until {
		return nil, p.expected(expected)
	}
	p.advance()
	p.depth--
	return x, nil
}

// test reads what begins with an attribute.
func (p *parser) test() (Expr, error) {
	name, ok := parseName(p.tok.text)
	if !ok {
		return nil, p.expected("an attribute")
	}
	p.advance()
	if p.tok.kind == openingBracket && !p.inside {
		return p.element(name)
	}
	return p.comparison(name)
}

func (p *parser) comparison(name Name) (Expr, error) {
	op, ok := operator(p.tok)
	if !ok {
		return nil, p.expected("an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr)")
	}
	if p.terms++; p.terms > MaxTerms {
		return nil, p.fail(p.tok.at, "more than %d comparisons", MaxTerms)
	}
	p.advance()
	if op == Pr {
		return Compare{Name: name, Op: op}, nil
	}
	v, ok := p.literal()
	if !ok {
		return nil, p.expected("a value: a text in double quotes, a number, true, false or null")
	}
	p.advance()
	return Compare{Name: name, Op: op, Value: v}, nil
}

// operator is the operator a token spells, in lower case.
func operator(t token) (Op, bool) {
	if t.kind != word {
		return "", false
	}
	for _, op := range [...]Op{Eq, Ne, Co, Sw, Ew, Gt, Ge, Lt, Le, Pr} {
		if strings.EqualFold(t.text, string(op)) {
			return op, true
		}
	}
	return "", false
}

// conjoin appends x to the terms of an And, disjoin to those of an Or.
func conjoin(terms []Expr, x Expr) []Expr {
	if and, ok := x.(And); ok {
		return append(terms, and.Terms...)
	}
	return append(terms, x)
}

func disjoin(terms []Expr, x Expr) []Expr {
	if or, ok := x.(Or); ok {
		return append(terms, or.Terms...)
	}
	return append(terms, x)
}
