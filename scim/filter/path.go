package filter

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// ParsePath reads the path of a PATCH operation (RFC 7644 §3.5.2): name.givenName, emails[type eq "work"].value,
// urn:…:User:manager. It has the limits and the tolerances of Parse. Only a schema can tell whether the last word of
// urn:…:2.0:User is an attribute's; it is read as one, and BindPath knows better. What cannot be read is a 400
// invalidPath that names the column.
func ParsePath(text string, edge *scim.Edge) (Path, error) {
	p := parser{what: "path", refusal: scim.InvalidPath, edge: edge}
	if err := p.begin(text); err != nil {
		return Path{}, err
	}
	path, err := p.path()
	if err != nil {
		return Path{}, err
	}
	if p.tok.kind != end {
		return Path{}, p.expected("the end")
	}
	return path, nil
}

func (p *parser) path() (path Path, err error) {
	if p.tok.kind != word {
		return Path{}, p.expected("an attribute")
	}
	var ok bool
	if path.Name, ok = parsePathName(p.tok.text); !ok {
		return Path{}, p.expected("an attribute")
	}
	p.advance()
	if p.tok.kind != openingBracket {
		return path, nil
	}
	if path.Filter, err = p.brackets(path.Name); err != nil {
		return Path{}, err
	}
	if path.Sub, ok = p.behindBrackets(); ok {
		p.advance()
	}
	return path, nil
}

// parsePathName is parseName, but for URNs whose last part cannot be an attribute: they stand for an extension.
func parsePathName(text string) (Name, bool) {
	if n, ok := parseName(text); ok {
		return n, true
	}
	urn := len(text) > 4 && strings.EqualFold(text[:4], "urn:") && isURI(text)
	return Name{URN: text}, urn
}

// String is the text of p: ParsePath of it is p, but for what Bind noted.
func (p Path) String() string {
	s := p.Name.String()
	if p.Filter != nil {
		s += "[" + Print(p.Filter) + "]"
	}
	if p.Sub != "" {
		s += "." + p.Sub
	}
	return s
}
