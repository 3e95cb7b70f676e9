package gateway

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/bulk"
	"github.com/scimgate/scimgate/scim/schema"
)

// Bulk does the operations of a request, each as if it had come by itself: what one did stays done when another
// fails (RFC 7644 §3.7). The results are those of the operations that were done, in the order of the request; after as
// many errors as FailOnErrors says the rest is not.
func (a *App) Bulk(ctx context.Context, r bulk.Request, v View) []BulkResult {
	v.NoBody, v.Attributes = true, []schema.Path{}
	b := bulkRun{App: a, view: v, ids: map[string]string{}, done: make([]*outcome, len(r.Operations))}
	for _, s := range r.Steps() {
		switch {
		case s.Late:
			b.follow(ctx, b.done[s.Operation])
		case r.FailOnErrors == 0 || b.errors < r.FailOnErrors:
			b.done[s.Operation] = b.run(ctx, r.Operations[s.Operation], s.Without)
		}
	}
	var results []BulkResult
	for _, d := range b.done {
		if d != nil {
			results = append(results, d.BulkResult)
		}
	}
	return results
}

// BulkResult is what became of an operation, and what its Answer says beside that.
type BulkResult struct {
	bulk.Result
	Adopted bool
	Dropped []string
}

// bulkRun is a bulk request under way.
type bulkRun struct {
	*App
	view   View
	ids    map[string]string // of what was created, by bulkId
	done   []*outcome        // by operation
	errors int
}

// outcome is a result, and what is needed to go on from it.
type outcome struct {
	BulkResult
	endpoint *Endpoint
	id       string
	late     *scim.Object // a PatchOp that is to follow
}

// run does one operation. What it refers to by without is left for later.
func (b *bulkRun) run(ctx context.Context, op bulk.Operation, without []string) *outcome {
	d := &outcome{BulkResult: BulkResult{Result: bulk.Result{Method: op.Method, BulkID: op.BulkID}}}
	if op.Method != bulk.Post {
		d.Location = b.view.Base + "/" + strings.Trim(op.Path, "/")
	}
	a, err := b.write(ctx, op, without, d)
	if err != nil {
		return b.failed(d, err)
	}
	d.Version, d.Adopted, d.Dropped = a.Version, a.Adopted, a.Dropped
	switch op.Method {
	case bulk.Post:
		d.Status, d.Location, d.id = http.StatusCreated, a.Location, a.Resource.Text("id")
		b.ids[op.BulkID] = d.id
	case bulk.Delete:
		d.Status = http.StatusNoContent
	default:
		d.Status = http.StatusOK
	}
	return d
}

func (b *bulkRun) write(ctx context.Context, op bulk.Operation, without []string, d *outcome) (Answer, error) {
	var err error
	if d.endpoint, d.id, err = b.target(op); err != nil {
		return Answer{}, err
	}
	if d.id != "" {
		d.Location = b.view.Base + d.endpoint.Mapping.Type().Endpoint + "/" + url.PathEscape(d.id)
	}
	data := op.Data
	if len(without) > 0 {
		data, d.late = bulk.Split(data, without)
	}
	data, missing := bulk.Resolve(data, b.ids)
	if len(missing) > 0 {
		return Answer{}, unresolved(missing[0])
	}
	v := b.part()
	if op.Version != "" {
		v.IfMatch = []string{op.Version}
	}
	return d.endpoint.Write(ctx, Write{Method: string(op.Method), ID: d.id, Body: data}, v)
}

// part is the view of one operation.
func (b *bulkRun) part() View {
	v := b.view
	v.Edge = v.Edge.Part()
	return v
}

// target is what the path of an operation names.
func (b *bulkRun) target(op bulk.Operation) (*Endpoint, string, error) {
	endpoint, id, ok := op.Target()
	for _, e := range b.Endpoints {
		if !ok || !strings.EqualFold(e.Mapping.Type().Endpoint, endpoint) {
			continue
		}
		if (op.Method == bulk.Post) != (id == "") {
			return nil, "", scim.Errorf(http.StatusMethodNotAllowed, "", "the path of the operation does not take a %s", op.Method)
		}
		if ref, refers := bulk.Reference(id); refers {
			if id, ok = b.ids[ref]; !ok {
				return nil, "", unresolved(ref)
			}
		}
		return e, id, nil
	}
	return nil, "", scim.Errorf(http.StatusNotFound, "", "the path of the operation leads nowhere")
}

// follow adds to what an operation created the references that it was created without. When that fails, so has the
// operation, although what it created is there: its result has both the location and the error.
func (b *bulkRun) follow(ctx context.Context, d *outcome) {
	if d == nil || d.Err != nil {
		return
	}
	body, missing := bulk.Resolve(d.late, b.ids)
	if len(missing) > 0 {
		b.failed(d, unresolved(missing[0]))
		return
	}
	a, err := d.endpoint.Write(ctx, Write{Method: http.MethodPatch, ID: d.id, Body: body}, b.part())
	if err != nil {
		b.failed(d, err)
		return
	}
	d.Version = a.Version
}

func (b *bulkRun) failed(d *outcome, err error) *outcome {
	e, ok := errors.AsType[*scim.Error](err)
	if !ok {
		e = scim.Errorf(http.StatusInternalServerError, "", "the request failed inside the gateway").Because(err)
	}
	d.Err, d.Status, d.Version = e, e.Status, ""
	b.errors++
	return d
}

// unresolved is a reference to what no operation created (RFC 7644 §3.7.2).
func unresolved(ref string) error {
	return scim.Errorf(http.StatusConflict, "", "no operation has created what bulkId:%s refers to", ref)
}
