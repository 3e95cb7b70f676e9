package schema

import "strings"

// Find finds the place that text names in any letter case: "name.givenName", "urn:…:User:manager.value", or the URN
// of an extension. It is strict: an attribute of an extension is found by its URN alone.
func (rt *ResourceType) Find(text string) (Path, bool) {
	if urn, rest, ok := rt.cutURN(text); ok {
		attr, sub, dotted := strings.Cut(rest, ".")
		if rest != "" && (attr == "" || dotted && sub == "") {
			return Path{}, false
		}
		return rt.FindName(urn, attr, sub)
	}
	attr, sub, dotted := strings.Cut(text, ".")
	if attr == "" || dotted && sub == "" {
		return Path{}, false
	}
	return rt.FindName("", attr, sub)
}

// FindName finds the place named by the parts of a name, each in any letter case. An empty urn, like that of the core
// schema, means core and common attributes. An empty attr means the whole extension; an empty sub the whole attribute.
func (rt *ResourceType) FindName(urn, attr, sub string) (Path, bool) {
	var p Path
	if urn == "" || strings.EqualFold(urn, rt.Schema.ID) {
		if p.Attr = rt.Common(attr); p.Attr == nil {
			p.Attr = rt.Schema.Lookup(attr)
		}
	} else {
		if p.Extension = rt.Extension(urn); p.Extension == nil {
			return Path{}, false
		}
		if attr == "" {
			return p, sub == ""
		}
		p.Attr = p.Extension.Lookup(attr)
	}
	if p.Attr == nil {
		return Path{}, false
	}
	if sub != "" {
		if p.Sub = p.Attr.Lookup(sub); p.Sub == nil {
			return Path{}, false
		}
	}
	return p, true
}

// cutURN takes the URN of one of the type's schemas off the front of a name. URNs hold dots and colons, so only the
// known ones tell where they end. The core URN alone names nothing.
func (rt *ResourceType) cutURN(text string) (urn, rest string, ok bool) {
	for s := range rt.Schemas() {
		if rest, ok := s.cut(text); ok && (rest != "" || s != rt.Schema) {
			return s.ID, rest, true
		}
	}
	return "", "", false
}

// cut takes the URN of s and the colon behind it off the front of a name.
func (s *Schema) cut(text string) (rest string, ok bool) {
	n := len(s.ID)
	if len(text) < n || !strings.EqualFold(text[:n], s.ID) {
		return "", false
	}
	if rest = text[n:]; rest == "" {
		return "", true
	}
	return rest[1:], rest[0] == ':' && rest != ":"
}
