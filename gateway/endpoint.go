package gateway

import (
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/mappings"
)

// Endpoint is one resource type at one app. Siblings are the endpoints of the same app by resource type, itself
// included: references lead there.
type Endpoint struct {
	Scope    correlation.Scope
	Mapping  *mappings.Mapping
	Entity   connectors.Entity
	Links    correlation.Store
	Limits   Limits
	Siblings map[string]*Endpoint
	Clock    func() time.Time
}
