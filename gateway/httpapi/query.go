package httpapi

import (
	"errors"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// parameters are the query parameters of RFC 7644 §3.4.2 and RFC 9865 §2, by name and still escaped. By ParameterCase
// names are taken in any letter case; unknown ones are none of our business.
type parameters map[string]string

func (x *exchange) parameters() parameters {
	p := parameters{}
	for pair := range strings.SplitSeq(x.r.URL.RawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			continue
		}
		name, known := x.parameter(name)
		switch before, dup := p[name]; {
		case !known:
		case !dup:
			p[name] = value
		case name == "attributes" || name == "excludedAttributes":
			p[name] = before + "," + value
		}
	}
	return p
}

// parameter is the name that a parameter has in the RFCs.
func (x *exchange) parameter(sent string) (name string, known bool) {
	for _, name := range [...]string{"filter", "sortBy", "sortOrder", "startIndex", "count", "cursor", "attributes", "excludedAttributes"} {
		if strings.EqualFold(sent, name) {
			return name, sent == name || x.edge.Allows(scim.ParameterCase)
		}
	}
	return "", false
}

// text is the value of a parameter, empty when there is none.
func (p parameters) text(name string) (string, error) {
	v, err := url.QueryUnescape(p[name])
	if err != nil {
		return "", scim.BadRequest(scim.InvalidValue, "%s is not properly percent-encoded", name)
	}
	return strings.TrimSpace(v), nil
}

// number is the value of a parameter, def when there is none. A number too large for us is as good as the largest.
func (p parameters) number(name string, def int) (int, error) {
	v, err := p.text(name)
	if err != nil || v == "" {
		return def, err
	}
	n, err := strconv.ParseInt(v, 10, 32)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, scim.BadRequest(scim.InvalidValue, "%s must be a whole number", name)
	}
	return int(min(max(n, math.MinInt32), math.MaxInt32)), nil
}

// names is a list of attribute names, separated by commas.
func (p parameters) names(name string) ([]string, error) {
	v, err := p.text(name)
	if err != nil {
		return nil, err
	}
	var names []string
	for n := range strings.SplitSeq(v, ",") {
		if n = strings.TrimSpace(n); n != "" {
			names = append(names, n)
		}
	}
	return names, nil
}

// search is what a list is asked for.
func (p parameters) search() (s scim.Search, err error) {
	s = scim.NewSearch()
	s.Address = true
	if s.Attributes, s.Excluded, err = p.selection(); err != nil {
		return s, err
	}
	if s.Filter, err = filterText(p["filter"]); err != nil {
		return s, scim.BadRequest(scim.InvalidFilter, "filter is not properly percent-encoded")
	}
	by, err := p.text("sortBy")
	if err != nil {
		return s, err
	}
	order, err := p.text("sortOrder")
	if err != nil {
		return s, err
	}
	if err := s.SetSort(by, order); err != nil {
		return s, err
	}
	if s.Start, err = p.number("startIndex", s.Start); err != nil {
		return s, err
	}
	if _, given := p["cursor"]; given {
		cursor, err := p.text("cursor")
		if err != nil {
			return s, scim.BadRequest(scim.InvalidCursor, "cursor is not properly percent-encoded")
		}
		s.Cursor = &cursor
	}
	count, err := p.number("count", scim.Unsaid)
	return s, s.SetCount(count, p["count"] != "", err)
}

func (p parameters) selection() (attributes, excluded []string, err error) {
	if attributes, err = p.names("attributes"); err != nil {
		return nil, nil, err
	}
	excluded, err = p.names("excludedAttributes")
	return attributes, excluded, err
}

// view is what the client wants back of a resource.
func (x *exchange) view(p parameters) (gateway.View, error) {
	v := x.conditions()
	attributes, excluded, err := p.selection()
	if err == nil {
		v.Selection, err = schema.Select(x.endpoint.Mapping.Type(), attributes, excluded, x.edge)
	}
	return v, err
}

// conditions is a view without a selection.
func (x *exchange) conditions() gateway.View {
	return gateway.View{
		Base:        x.base(),
		IfMatch:     x.entityTags("If-Match"),
		IfNoneMatch: x.entityTags("If-None-Match"),
		Domain:      x.client.Domain,
		Edge:        x.edge,
	}
}

// filterText unescapes a filter. A form-encoding client sends spaces as plus signs, others send them as %20 and a
// plus sign as it is, a+b@example.com. Outside of quotes a filter has no plus signs: one there tells that they are
// spaces, everywhere.
func filterText(raw string) (string, error) {
	if !plusOutsideQuotes(raw) {
		raw = strings.ReplaceAll(raw, "+", "%2B")
	}
	text, err := url.QueryUnescape(raw)
	return strings.TrimSpace(text), err
}

func plusOutsideQuotes(raw string) bool {
	quoted := false
	for i := 0; i < len(raw); i++ {
		c, size := raw[i], 1
		if c == '%' && i+2 < len(raw) {
			if b, err := strconv.ParseUint(raw[i+1:i+3], 16, 8); err == nil {
				c, size = byte(b), 3
			}
		}
		switch {
		case c == '"':
			quoted = !quoted
		case c == '\\' && quoted:
			i += size // the escaped character follows; escaped itself or not, it ends no text
			if i < len(raw) && raw[i] == '%' {
				size = 3
			} else {
				size = 1
			}
		case c == '+' && size == 1 && !quoted:
			return true
		}
		i += size - 1
	}
	return false
}
