//go:build !failpoints

package assemble

import (
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/correlation"
)

// points are where a crash test ends the program that is built with the tag failpoints. This one has none.
type points struct{}

func openPoints() (points, error) { return points{}, nil }

func (points) clock(c func() time.Time) func() time.Time                       { return c }
func (points) store(s correlation.Store) correlation.Store                     { return s }
func (points) connector(_ string, c connectors.Connector) connectors.Connector { return c }
func (points) gate(_ string, g door.Gate) door.Gate                            { return g }
func (points) statements(string) func(text string)                             { return nil }
