package httpapi

import (
	"errors"
	"net/http"

	"go.uber.org/zap"

	"github.com/scimgate/scimgate/gateway"
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
	done := x.app.Bulk(x.r.Context(), r, v)
	results := make([]bulk.Result, len(done))
	for i, d := range done {
		results[i] = d.Result
		x.logOperation(i+1, d)
	}
	if names := droppedOperations(done); names != "" {
		x.w.Header().Set(droppedHeader, names)
	}
	return x.object(http.StatusOK, bulk.Response(results))
}

// logOperation writes a line about what would stand out in the log if the operation had been a request.
func (x *exchange) logOperation(n int, r gateway.BulkResult) {
	fields := []zap.Field{
		zap.String("request_id", x.requestID), zap.Int("result", n), zap.String("method", string(r.Method)), zap.Int("status", r.Status),
	}
	switch {
	case r.Status >= 500:
		x.server.Log.Error("bulk operation", append(fields, zap.NamedError("cause", errors.Unwrap(r.Err)))...)
	case r.Adopted:
		x.server.Log.Warn("bulk operation", append(fields, zap.Bool("adopted", true))...)
	case len(r.Dropped) > 0:
		x.server.Log.Warn("bulk operation", append(fields, zap.String("dropped", dropped(r.Dropped)))...)
	}
}
