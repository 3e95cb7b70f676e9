package gateway

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// Noticing has notice called for every value of the application that the work under ctx cannot read and takes for
// empty; see connectors.Noticing.
func Noticing(ctx context.Context, notice func(field string)) context.Context {
	return connectors.Noticing(ctx, notice)
}
