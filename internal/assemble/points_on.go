//go:build failpoints

package assemble

import (
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/failpoint"
)

// points are where a crash test ends this program. The zero points are nowhere.
type points struct{ *failpoint.Points }

func openPoints() (points, error) {
	p, err := failpoint.Inherited()
	return points{p}, err
}

func (p points) clock(c func() time.Time) func() time.Time { return p.Clock(c) }

func (p points) store(s correlation.Store) correlation.Store {
	return failpoint.Store("store", s, p.Points)
}

func (p points) connector(app string, c connectors.Connector) connectors.Connector {
	return failpoint.Connector(app, c, p.Points)
}

func (p points) gate(app string, g door.Gate) door.Gate { return failpoint.Gate(app, g, p.Points) }

func (p points) statements(of string) func(text string) { return p.Statements(of) }
