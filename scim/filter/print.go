package filter

// Print is the canonical text of a filter: operators in lower case, one space between words, parentheses only where
// they are needed. For every tree that Parse can make, Parse of Print is the same tree, unless the text has grown
// beyond MaxBytes. What Bind noted is not printed. A nil filter prints as nothing.
func Print(x Expr) string { return string(appendExpr(nil, x)) }

func appendExpr(b []byte, x Expr) []byte {
	switch x := x.(type) {
	case And:
		return appendTerms(b, x.Terms, " and ")
	case Or:
		return appendTerms(b, x.Terms, " or ")
	case Not:
		b = append(b, "not ("...)
		b = appendExpr(b, x.Term)
		return append(b, ')')
	case Element:
		b = append(b, x.Name.String()...)
		b = append(b, '[')
		b = appendExpr(b, x.Term)
		return append(b, ']')
	case Compare:
		b = append(b, x.Name.String()...)
		b = append(b, ' ')
		b = append(b, x.Op...)
		if x.Op == Pr {
			return b
		}
		b = append(b, ' ')
		return appendValue(b, x.Value)
	}
	return b
}

func appendTerms(b []byte, terms []Expr, between string) []byte {
	for i, t := range terms {
		if i > 0 {
			b = append(b, between...)
		}
		if _, or := t.(Or); or {
			b = append(b, '(')
			b = appendExpr(b, t)
			b = append(b, ')')
			continue
		}
		b = appendExpr(b, t)
	}
	return b
}
