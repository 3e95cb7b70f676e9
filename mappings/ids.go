package mappings

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// Ref is a reference to a resource of a type: one of ID and Key is known, the other asked for.
type Ref struct {
	Type, ID string
	Key      connectors.Key
}

// IDs translates between SCIM ids and native keys. The gateway implements it over correlation.
type IDs interface {
	// Resolve fills in the missing half of every reference, both ways, in one batch, and answers in the order
	// of refs. The half that nobody knows stays empty.
	Resolve(ctx context.Context, refs []Ref) ([]Ref, error)
	// Named are the keys of the resources that the client calls externalID, where such names are not the application's.
	Named(ctx context.Context, resourceType, externalID string) ([]connectors.Key, error)
	// Location is the URI of a resource, for $ref.
	Location(resourceType, id string) string
}
