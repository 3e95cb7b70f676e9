package ledger

import (
	"fmt"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/diag"
)

// batch is how many links or records are looked at in one go.
const batch = 500

// Ledger is the resource types that a command is about, by app and name. Where a command asks no application, they
// have no Entity.
type Ledger struct {
	Types []*gateway.Endpoint
}

// Of is l with one of its resource types; all of them where none is named. The error says which there are.
func (l Ledger) Of(resourceType string) (Ledger, error) {
	if resourceType == "" {
		return l, nil
	}
	var names []string
	var found []*gateway.Endpoint
	for _, e := range l.Types {
		names = append(names, e.Scope.Type)
		if e.Scope.Type == resourceType {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		err := fmt.Errorf("there is no resource type %q", resourceType)
		if hint := diag.Suggest(resourceType, names); hint != "" {
			err = fmt.Errorf("%w (%s)", err, hint)
		}
		return Ledger{}, err
	}
	return Ledger{found}, nil
}

// In is l with the externalIds that a domain has for accounts which leave them to the store; empty: the app's own.
func (l Ledger) In(domain string) Ledger {
	types := make([]*gateway.Endpoint, len(l.Types))
	for i, e := range l.Types {
		of := *e
		of.Scope.Domain = domain
		types[i] = &of
	}
	return Ledger{types}
}

// state is how a link is: claimed, seen or buried.
func state(l correlation.Link) string {
	switch {
	case l.Buried:
		return "buried"
	case l.Claimed:
		return "claimed"
	default:
		return "seen"
	}
}
