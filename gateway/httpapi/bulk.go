package httpapi

import (
	"errors"
	"net/http"

	"go.uber.org/zap"

	"github.com/scimgate/scimgate/scim/bulk"
)

// bulkRequest answers 200 whatever became of the operations (RFC 7644 §3.7.3): that stands with each of them.
func bulkRequest(x *exchange) error {
	limits := x.app.Limits
	if limits.BulkOperations == 0 {
		return notImplemented("bulk")
	}
	body, err := x.bodyWithin(int64(limits.BulkPayload))
	if err != nil {
		return err
	}
	r, err := bulk.Parse(body, limits.BulkOperations, x.edge)
	if err != nil {
		return err
	}
	v := x.conditions()
	v.IfMatch, v.IfNoneMatch = nil, nil // each operation has its own
	results, adopted := x.app.Bulk(x.r.Context(), r, v)
	x.adopted = adopted
	x.logFailures(results)
	return x.object(http.StatusOK, bulk.Response(results))
}

// logFailures writes a line for each operation that failed through no fault of the client, as for a request.
func (x *exchange) logFailures(results []bulk.Result) {
	for i, r := range results {
		if r.Err != nil && r.Status >= 500 {
			x.server.Log.Error("bulk operation", zap.String("request_id", x.requestID), zap.Int("result", i+1),
				zap.String("method", string(r.Method)), zap.Int("status", r.Status), zap.NamedError("cause", errors.Unwrap(r.Err)))
		}
	}
}
