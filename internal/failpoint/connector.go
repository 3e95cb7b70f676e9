package failpoint

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// Connector is c, the connector of an app, with the points of its entities.
func Connector(app string, c connectors.Connector, p *Points) connectors.Connector {
	return connector{Connector: c, app: app, points: p}
}

type connector struct {
	connectors.Connector
	app    string
	points *Points
}

// Open opens the entity; the opening itself has no points.
func (c connector) Open(ctx context.Context, s connectors.Spec) (connectors.Entity, diag.List) {
	e, found := c.Connector.Open(ctx, s)
	if e == nil {
		return nil, found
	}
	return Entity(c.app+"."+s.Entity, e, c.points), found
}

// Unwrap makes connectors.As work.
func (e entity) Unwrap() connectors.Entity { return e.Entity }
