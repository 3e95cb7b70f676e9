package bulk

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// Parse reads a BulkRequest message. One that is none, or has an operation that is none, is a 400 invalidSyntax or
// invalidValue as a whole, before anything is done: a POST without a bulkId is a 400 invalidSyntax, two operations
// with the same one a 400 invalidValue. More than max operations are a 413. Whether the paths lead anywhere shows when the
// operations are done. The tolerances are SchemasInferred, OperationsCase, and OpCase for "post".
func Parse(body *scim.Object, max int, edge *scim.Edge) (Request, error) {
	var r Request
	m, err := scim.ReadMessage(body, scim.MessageBulk, edge)
	if err != nil {
		return r, err
	}
	if r.FailOnErrors, err = m.Number("failOnErrors", 0); err != nil {
		return r, err
	}
	if r.FailOnErrors < 0 {
		return r, scim.BadRequest(scim.InvalidValue, "failOnErrors must not be negative")
	}
	list, err := m.List("Operations")
	if err != nil {
		return r, err
	}
	switch {
	case len(list) == 0:
		return r, scim.BadRequest(scim.InvalidSyntax, "Operations must be a list of at least one operation")
	case len(list) > max:
		return r, scim.Errorf(413, "", "a bulk request may have %d operations, this one has %d", max, len(list))
	}
	ids := map[string]bool{}
	for i, e := range list {
		o, ok := e.(*scim.Object)
		if !ok {
			return r, scim.BadRequest(scim.InvalidSyntax, "operation %d is not an object", i+1)
		}
		op, err := operation(m.Part(o), i+1, edge)
		if err != nil {
			return r, err
		}
		if op.BulkID != "" && ids[op.BulkID] {
			return r, scim.BadRequest(scim.InvalidValue, "operation %d has the bulkId of another one", i+1)
		}
		ids[op.BulkID] = true
		r.Operations = append(r.Operations, op)
	}
	return r, nil
}

// operation reads the nth operation.
func operation(m scim.Message, n int, edge *scim.Edge) (op Operation, err error) {
	if op.Method, err = method(m, n, edge); err != nil {
		return op, err
	}
	if op.BulkID, _, err = m.Text("bulkId"); err != nil {
		return op, err
	}
	if op.Path, _, err = m.Text("path"); err != nil {
		return op, err
	}
	if op.Version, _, err = m.Text("version"); err != nil {
		return op, err
	}
	if op.Method != Delete {
		if op.Data, err = m.Object("data"); err != nil {
			return op, err
		}
	}
	switch {
	case op.Path == "":
		return op, scim.BadRequest(scim.InvalidSyntax, "operation %d has no path", n)
	case op.Method == Post && op.BulkID == "":
		return op, scim.BadRequest(scim.InvalidSyntax, "operation %d is a POST and needs a bulkId", n)
	case op.Method != Delete && op.Data == nil:
		return op, scim.BadRequest(scim.InvalidSyntax, "operation %d is a %s and needs data", n, op.Method)
	}
	return op, nil
}

func method(m scim.Message, n int, edge *scim.Edge) (Method, error) {
	sent, _, err := m.Text("method")
	if err != nil {
		return "", err
	}
	for _, known := range []Method{Post, Put, Patch, Delete} {
		if sent == string(known) || strings.EqualFold(sent, string(known)) && edge.Allows(scim.OpCase) {
			return known, nil
		}
	}
	return "", scim.BadRequest(scim.InvalidSyntax, "the method of operation %d must be POST, PUT, PATCH or DELETE", n)
}
