package bulk

import (
	"strconv"

	"github.com/scimgate/scimgate/scim"
)

// Result is what became of one operation.
type Result struct {
	Method   Method
	BulkID   string
	Location string // of the resource; empty of a Post that failed
	Version  string // entity tag; empty when it is not known
	Status   int
	Err      *scim.Error // nil after a success
}

// Response is the BulkResponse message: the results in the order of their operations.
func Response(results []Result) *scim.Object {
	list := make([]any, len(results))
	for i, r := range results {
		list[i] = r.object()
	}
	return scim.NewObject("schemas", []any{scim.MessageBulked}, "Operations", list)
}

// object is one result; its status is a string, as in errors.
func (r Result) object() *scim.Object {
	o := scim.NewObject("method", string(r.Method))
	for _, m := range []struct{ name, value string }{{"bulkId", r.BulkID}, {"version", r.Version}, {"location", r.Location}} {
		if m.value != "" {
			o.Append(m.name, m.value)
		}
	}
	o.Append("status", strconv.Itoa(r.Status))
	if r.Err != nil {
		o.Append("response", r.Err.Body())
	}
	return o
}
