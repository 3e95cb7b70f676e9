package rest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/connectors/rest/wire"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// operation is one call of the application's as the operator declared it. Its URL, query, headers and body name fields
// of the record that it is about.
type operation struct {
	node    yamlx.Node
	method  string
	url     wire.Template
	query   []parameter
	header  []parameter
	body    *wire.Body // nil: the fields, where they say
	wrap    wire.Path  // where the fields are within the body
	record  wire.Path  // where the record is within the answer
	silent  bool       // the answer holds no record
	all     bool       // every field is sent, not only those that change
	batch   int        // so many rows at once; their fields are lists in the body
	ifMatch bool       // it is sent with the entity tag of what was read
	verify  verify
	success []int // empty: 200 to 299
	errors  []errorRule
}

// parameter is a query parameter or a header: a text, or one of the values as it is.
type parameter struct {
	name     string
	value    wire.Body
	variable string // instead of value
}

func (p parameter) names() []string {
	if p.variable != "" {
		return []string{p.variable}
	}
	return p.value.Names()
}

// verify says when what was written is read again to know what became of it.
type verify string

const (
	verifyNever   verify = "never"
	verifyRead    verify = "read"     // after each write: success is what the read shows
	verifyOnError verify = "on_error" // after one that failed
)

// verbs are the keys that give an operation its method and URL.
var verbs = []string{"get", "post", "put", "patch", "delete"}

// readOperation reads {post: URL, …}, or another verb with the URL that follows from that of the entity. A missing n is the
// method with that URL; without one there is no operation.
func (c *collection) readOperation(n yamlx.Node, method, url string, found *diag.List) *operation {
	op, r := c.beginOperation(n, method, url, found)
	if r != nil {
		r.Close()
	}
	return op
}

// beginOperation reads what all operations have in common and leaves the rest of the mapping to the caller.
func (c *collection) beginOperation(n yamlx.Node, method, url string, found *diag.List) (*operation, *yamlx.Reader) {
	if n.IsMissing() && url == "" || n.IsScalar() && n.Text() == "none" {
		return nil, nil
	}
	op := &operation{node: n, method: method, wrap: c.wrap, record: c.wrap}
	if n.IsMissing() {
		op.node = c.url
		op.url, _ = wire.ParseTemplate(url) // found to be right where the entity's own was read
		return op, nil
	}
	r := yamlx.Read(n, "rest", found)
	if !n.IsMap() && !n.IsNull() {
		return nil, nil
	}
	for _, verb := range verbs {
		if at := r.Get(verb); !at.IsMissing() {
			if op.node != n {
				found.Add(at.Finding("rest/verb", "", "a call has one method and one URL"))
			}
			op.method = strings.ToUpper(verb)
			op.node, url = at, at.Text()
		}
	}
	if url == "" && op.node == n {
		found.Add(n.Finding("rest/url", "", "the call has no URL: {get: /agents}, or another method"))
		return nil, nil
	}
	op.url = readTemplate(op.node, url, found)
	op.query = readParameters(r.Get("query"), found)
	op.header = readParameters(r.Get("headers"), found)
	if b := r.Get("body"); !b.IsMissing() {
		body := wire.ReadBody(b, found)
		op.body = &body
	}
	op.wrap = readPath(r.Get("wrap"), op.wrap, found)
	switch rec := r.Get("record"); {
	case rec.IsScalar() && rec.Text() == "none":
		op.silent = true
	default:
		op.record = readPath(rec, op.record, found)
	}
	op.all = r.OneOf("send", "changed", "all") == "all"
	op.batch = r.Int("batch", 1, 1)
	op.ifMatch = r.Bool("if_match", false)
	op.verify = verify(r.OneOf("verify", string(verifyNever), string(verifyRead), string(verifyOnError)))
	op.success = readStatuses(r, "success", found)
	op.errors = readErrorRules(r, found)
	return op, r
}

// readTemplate reads a URL that stands at n, or follows from one that does.
func readTemplate(n yamlx.Node, url string, found *diag.List) wire.Template {
	if n.Text() == url {
		return wire.ReadTemplate(n, found)
	}
	t, err := wire.ParseTemplate(url)
	if err != nil {
		found.Add(n.Finding("rest/url", "", "not a URL template: %v", err))
	}
	return t
}

func readParameters(n yamlx.Node, found *diag.List) []parameter {
	var list []parameter
	for _, e := range yamlx.Read(n, "rest", found).Node().Entries() {
		if !e.Value.IsScalar() {
			found.Add(e.Value.Finding("rest/type", "", "expected text"))
			continue
		}
		list = append(list, parameter{name: e.Name, value: wire.ReadBody(e.Value, found)})
	}
	return list
}

func readStatuses(r *yamlx.Reader, key string, found *diag.List) []int {
	var list []int
	for _, item := range oneOrMore(r.Get(key)) {
		status, err := strconv.Atoi(item.Text())
		if err != nil || status < 100 || status > 599 {
			found.Add(item.Finding("rest/status", "", "expected the number of an HTTP status"))
			continue
		}
		list = append(list, status)
	}
	return list
}

// readItems are the elements of a list.
func readItems(r *yamlx.Reader, key string, found *diag.List) []yamlx.Node {
	n := r.Get(key)
	if !n.IsMissing() && !n.IsNull() && !n.IsList() {
		found.Add(n.Finding("rest/type", "", "%q must be a list", key))
	}
	return n.Items()
}

// oneOrMore are the elements of a list, or the one that stands there instead.
func oneOrMore(n yamlx.Node) []yamlx.Node {
	if n.IsList() || n.IsMissing() {
		return n.Items()
	}
	return []yamlx.Node{n}
}

// names are the fields that the URL, the query, the headers and the body name.
func (op *operation) names() []string {
	names := op.url.Names()
	for _, p := range slices.Concat(op.query, op.header) {
		names = append(names, p.names()...)
	}
	if op.body != nil {
		names = append(names, op.body.Names()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// succeeded reports whether a status is one of success.
func (op *operation) succeeded(status int) bool {
	if len(op.success) > 0 {
		return slices.Contains(op.success, status)
	}
	return status >= http.StatusOK && status < http.StatusMultipleChoices
}
