package wire

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Template is the path and query of a URL with variables (RFC 6570), never its scheme, host or port:
//
//	/users{/key}.json                        /groups/{owner}/users.json?include=users{&page}
//	/agents{?page,per_page}                  /agents/by-id{?id*}
//
// A value is encoded for the place where it stands, so it stays one segment, or one value of the query. Of RFC 6570 two
// things are missing: {+name} and {#name}, which put a value there as it is, and {name:3}, which cuts it.
type Template struct {
	text  string
	parts []templatePart
}

// templatePart is literal text, or an expression when it has variables.
type templatePart struct {
	literal string
	form    expressionForm
	vars    []templateVar
	inQuery bool // a value may be empty there
}

type templateVar struct {
	mention
	explode bool // each element of a list by itself
}

// expressionForm is how an operator joins its variables (RFC 6570, appendix A).
type expressionForm struct {
	first, between string
	named          bool // name=value
	optional       bool // a variable without a value is left out
}

// formOf is by operator, the empty one included.
func formOf(operator string) (expressionForm, bool) {
	switch operator {
	case "":
		return expressionForm{between: ","}, true
	case "/":
		return expressionForm{first: "/", between: "/"}, true
	case ".":
		return expressionForm{first: ".", between: "."}, true
	case ";":
		return expressionForm{first: ";", between: ";", named: true}, true
	case "?":
		return expressionForm{first: "?", between: "&", named: true, optional: true}, true
	case "&":
		return expressionForm{first: "&", between: "&", named: true, optional: true}, true
	default:
		return expressionForm{}, false
	}
}

// String is the template as it was written.
func (t Template) String() string { return t.text }

// Names lists the variables, each once, in the order in which they first stand.
func (t Template) Names() []string { return namesOf(t.mentions()) }

// Check reports the variables that are not known; n is where the template was written.
func (t Template) Check(n yamlx.Node, known []string) diag.List {
	return unknown(n, t.mentions(), known)
}

func (t Template) mentions() []mention {
	var all []mention
	for _, p := range t.parts {
		for _, v := range p.vars {
			all = append(all, v.mention)
		}
	}
	return all
}

// Expand is the URL for the values. In the path a variable that is missing, nil, empty or a dot segment is Invalid, for
// the URL would be another record's, or all records'. In {?…} and {&…} one that is missing, nil or an empty list is left
// out. A list is written with commas, or with * as an element, or name=element, each.
func (t Template) Expand(values map[string]any) (string, error) {
	var b strings.Builder
	for _, p := range t.parts {
		b.WriteString(p.literal)
		if err := p.expand(&b, values); err != nil {
			return "", err
		}
	}
	url := b.String()
	if reason := urlFault(url); reason != "" {
		return "", connectors.Errorf(connectors.Invalid, "expand "+t.text, "%s", reason)
	}
	return url, nil
}

func (p templatePart) expand(b *strings.Builder, values map[string]any) error {
	separator := p.form.first
	for _, v := range p.vars {
		texts, err := p.texts(v, values)
		if err != nil {
			return err
		}
		if len(texts) == 0 {
			continue
		}
		b.WriteString(separator)
		separator = p.form.between
		p.write(b, v, texts)
	}
	return nil
}

// texts are the texts of a variable's value; none of one that is left out.
func (p templatePart) texts(v templateVar, values map[string]any) ([]string, error) {
	value, err := valueOf(v.name, values)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, item := range elements(value) {
		text, ok := LeafText(item)
		switch {
		case !ok:
			return nil, variableFault(v.name, "a value that cannot stand in a URL")
		case text == "" && !p.inQuery:
			return nil, variableFault(v.name, "an empty value cannot stand in the path of a URL")
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 && !p.form.optional {
		return nil, variableFault(v.name, "there is no value for this place in a URL")
	}
	return texts, nil
}

// write writes one variable: a list as name=a,b, or as name=a&name=b when each element stands by itself.
func (p templatePart) write(b *strings.Builder, v templateVar, texts []string) {
	for i, text := range texts {
		if i > 0 && !v.explode {
			b.WriteString("," + escape(text))
			continue
		}
		if i > 0 {
			b.WriteString(p.form.between)
		}
		if p.form.named {
			b.WriteString(v.name + "=")
		}
		b.WriteString(escape(text))
	}
}

// escape is text with everything percent-encoded but what means nothing in any part of a URL.
func escape(text string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if isAlphanumeric(c) || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}
