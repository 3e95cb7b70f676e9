package rest_test

import (
	"testing"

	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/connectors/rest/resttest"
)

// refused are the findings about what a REST application cannot do.
func refused() []string {
	return []string{
		"rest/unsupported-join", "rest/unsupported-relation", "rest/unsupported-rows", "rest/unsupported-source", "rest/unsupported-values",
		"rest/unsupported-brings", "rest/unsupported-after", "rest/unsupported-version",
	}
}

func TestConformance(t *testing.T) { conformance(t, resttest.Default()) }

func TestConformanceInOtherStyles(t *testing.T) {
	for _, style := range resttest.Styles()[1:] {
		t.Run(style.Name, func(t *testing.T) {
			t.Parallel()
			conformance(t, style)
		})
	}
}

func conformance(t *testing.T, style resttest.Style) {
	connectortest.Run(t, connectortest.Harness{Refuses: refused(), New: func(t testing.TB, tables []connectortest.Table) connectortest.App {
		site := resttest.Serve(t, tables, style)
		return site.Harness(dial(t, site.Block))
	}})
}
