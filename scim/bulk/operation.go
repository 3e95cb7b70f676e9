package bulk

import (
	"net/url"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// Method is what an operation does, as HTTP calls it.
type Method string

const (
	Post   Method = "POST"
	Put    Method = "PUT"
	Patch  Method = "PATCH"
	Delete Method = "DELETE"
)

// Request is a BulkRequest message.
type Request struct {
	FailOnErrors int // how many errors end the request; 0: none do
	Operations   []Operation
}

// Operation is one of a request. Data is as it was sent; a Delete has none.
type Operation struct {
	Method  Method
	BulkID  string // of every Post, and unique in the request
	Path    string
	Version string // entity tag that the resource must have; empty: any
	Data    *scim.Object
}

// prefix begins a reference to what another operation creates.
const prefix = "bulkId:"

// Reference is the bulkId that a text stands for in place of an id; ok is false when it is an id.
func Reference(text string) (bulkID string, ok bool) { return strings.CutPrefix(text, prefix) }

// Target takes Path apart: the endpoint, with its slash, and the id behind it, which may be a reference. ok is false
// when it is the path of no resource and no endpoint.
func (o Operation) Target() (endpoint, id string, ok bool) {
	segments := slices.DeleteFunc(strings.Split(o.Path, "/"), func(s string) bool { return s == "" })
	if len(segments) == 0 || len(segments) > 2 || strings.ContainsAny(o.Path, "?#") {
		return "", "", false
	}
	if len(segments) == 2 {
		var err error
		if id, err = url.PathUnescape(segments[1]); err != nil {
			return "", "", false
		}
	}
	return "/" + segments[0], id, true
}

// references are the bulkIds that o mentions in its path and its data. What a Post creates has no id in its path.
func (o Operation) references() []string {
	var ids []string
	if _, id, _ := o.Target(); o.Method != Post {
		if ref, ok := Reference(id); ok {
			ids = append(ids, ref)
		}
	}
	for _, id := range References(o.Data) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
