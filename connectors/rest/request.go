package rest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// request is one call with its values. It is explained as it stands and sent as it stands.
type request struct {
	*operation
	of      *collection
	vars    map[string]wire.Tree // by the names that the operation mentions
	query   []pair               // of pages and legs
	next    string               // the path and query of a page that the page before linked to, instead of the URL
	body    wire.Tree
	hasBody bool
	tag     string // what the record's entity tag must be
	fresh   bool   // no cache on the way may answer
}

type pair struct{ name, value string }

// compose is the request as the door sends it, its body in the codec's kind.
func (r request) compose(c wire.Codec) (door.Request, error) {
	out := door.Request{Method: r.method, URL: r.next, Header: http.Header{}}
	if r.next == "" {
		target, err := r.url.Expand(r.vars)
		if err != nil {
			return out, err
		}
		pairs, err := r.pairs()
		if err != nil {
			return out, err
		}
		out.URL = joinQuery(target, pairs)
	}
	for _, h := range r.header {
		v, err := h.text(r.vars)
		if err != nil {
			return out, err
		}
		if v, err = wire.HeaderValue(v); err != nil {
			return out, err
		}
		if v != "" {
			out.Header.Set(h.name, v)
		}
	}
	if r.tag != "" {
		out.Header.Set("If-Match", r.tag)
	}
	if r.fresh {
		out.Header.Set("Cache-Control", "no-cache")
	}
	if !r.hasBody {
		return out, nil
	}
	var err error
	out.Body, err = c.Encode(r.body)
	out.MediaType = c.MediaType()
	return out, err
}

// possible reports whether the URL can carry the values. A dot segment it cannot, so that no record can be read by one.
func (r request) possible() bool {
	_, err := r.url.Expand(r.vars)
	return err == nil
}

// pairs are the query parameters behind those of the URL: the operation's own and those of this request.
func (r request) pairs() ([]pair, error) {
	var list []pair
	for _, p := range r.operation.query {
		v, err := p.text(r.vars)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(r.query, func(own pair) bool { return own.name == p.name }) {
			list = append(list, pair{p.name, v})
		}
	}
	return append(list, r.query...), nil
}

// text is the parameter's value; a list is joined by commas.
func (p parameter) text(vars map[string]wire.Tree) (string, error) {
	t := vars[p.variable]
	if p.variable == "" {
		var err error
		if t, err = p.value.Fill(vars); err != nil {
			return "", err
		}
	}
	items, ok := t.([]any)
	if !ok {
		items = []any{t}
	}
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i], _ = wire.LeafText(item)
	}
	return strings.Join(texts, ","), nil
}

func joinQuery(target string, pairs []pair) string {
	var b strings.Builder
	b.WriteString(target)
	sep := byte('?')
	if strings.ContainsRune(target, '?') {
		sep = '&'
	}
	for _, p := range pairs {
		b.WriteByte(sep)
		b.WriteString(url.QueryEscape(p.name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.value))
		sep = '&'
	}
	return b.String()
}

// call is the request as data: its values stand beside the text, and a question mark where each of them goes.
func (r request) call() connectors.Call {
	c := connectors.Call{Text: r.method + " " + r.url.String()}
	for _, name := range r.url.Names() {
		c.Args = append(c.Args, r.vars[name])
	}
	pairs, _ := r.pairs()
	for i, p := range pairs {
		sep := "&"
		if i == 0 && !strings.Contains(c.Text, "?") {
			sep = "?"
		}
		c.Text += sep + p.name + "=?"
		c.Args = append(c.Args, p.value)
	}
	if r.hasBody {
		var b strings.Builder
		skeleton(&b, r.body, &c.Args)
		c.Text += " " + b.String()
	}
	return c
}

// skeleton writes a body without its values, which it adds to args.
func skeleton(b *strings.Builder, t wire.Tree, args *[]connectors.Value) {
	switch t := t.(type) {
	case map[string]any:
		b.WriteByte('{')
		sep := ""
		for _, name := range sortedNames(t) {
			b.WriteString(sep + name + ": ")
			skeleton(b, t[name], args)
			sep = ", "
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, item := range t {
			if i > 0 {
				b.WriteString(", ")
			}
			skeleton(b, item, args)
		}
		b.WriteByte(']')
	default:
		b.WriteByte('?')
		*args = append(*args, t)
	}
}
