package failpoint

import "context"

// Enterer is what an HTTP request passes, see connectors/rest/door.
type Enterer interface {
	Enter(ctx context.Context) (leave func(), err error)
}

// Gate is g, which the requests of an app pass, with the points around each of them.
func Gate(app string, g Enterer, p *Points) Enterer { return gate{g, app, p} }

type gate struct {
	Enterer
	app    string
	points *Points
}

func (g gate) Enter(ctx context.Context) (func(), error) {
	leave, err := g.Enterer.Enter(ctx)
	if err != nil {
		return nil, err
	}
	after := g.points.around(g.app + " request")
	return func() { after(); leave() }, nil
}
