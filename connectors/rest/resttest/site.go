package resttest

import (
	"net/http/httptest"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// Site is an application under test.
type Site struct {
	*legacy.App
	URL    string
	Block  string // the connector block, as YAML
	tables []connectortest.Table
}

// Serve makes an application with these tables and their rows, and serves it until t ends.
func Serve(t testing.TB, tables []connectortest.Table, style Style) *Site {
	t.Helper()
	app, err := legacy.New(style.Style, collections(tables, style)...)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	s := &Site{App: app, URL: server.URL, Block: blockOf(server.URL, tables, style), tables: tables}
	for _, table := range tables {
		s.insert(t, table.Name, table.Rows...)
	}
	return s
}

// Harness is the site as the suite of connectortest wants it, with a connector that was opened to it.
func (s *Site) Harness(c connectors.Connector) connectortest.App {
	return connectortest.App{Connector: c, Rows: s.rows, Insert: s.insert}
}

func (s *Site) rows(t testing.TB, table string) []connectors.Fields {
	t.Helper()
	var out []connectors.Fields
	for _, row := range s.App.Rows(table) {
		out = append(out, fieldsOf(row))
	}
	return out
}

func (s *Site) insert(t testing.TB, table string, rows ...connectors.Fields) {
	t.Helper()
	for _, f := range rows {
		if err := s.App.Insert(table, rowOf(f)); err != nil {
			t.Fatal(err)
		}
	}
}
