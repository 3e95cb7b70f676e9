package correlation

import "context"

// Names are what clients call records where the application has no field for an externalId. Every Domain has names of
// its own (RFC 7643 §3.1). A name stays with the id: it follows a change of the key, and is buried with the record.
type Names interface {
	// Name makes l.ExternalID what the Domain of s calls the record that holds l.Key; an empty one takes the name away. A
	// link that is new is stored, unclaimed.
	Name(ctx context.Context, s Scope, l Link) error
	// ByExternalID finds the links that carry externalID and are not buried, in the order of their ids.
	ByExternalID(ctx context.Context, s Scope, externalID string) ([]Link, error)
}
