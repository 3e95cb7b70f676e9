package rest_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/connectors/rest/resttest"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
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

// keeps says which texts the notation of the bodies can tell: a form has no value that is none, and XML no control
// characters.
func keeps(style resttest.Style) func(text string) bool {
	switch style.Body {
	case legacy.Form:
		return func(text string) bool { return text != "" }
	case legacy.XML:
		return func(text string) bool { return !strings.ContainsFunc(text, isNoXML) }
	default:
		return nil
	}
}

// isNoXML reports whether XML 1.0 cannot hold a character (section 2.2), or its readers must change it (2.11).
func isNoXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF
}

func conformance(t *testing.T, style resttest.Style) {
	connectortest.Run(t, connectortest.Harness{Refuses: refused(), Keeps: keeps(style), New: func(t testing.TB, tables []connectortest.Table) connectortest.App {
		site := resttest.Serve(t, tables, style)
		return site.Harness(dial(t, site.Block))
	}})
}
