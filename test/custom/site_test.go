package custom

import (
	"encoding/json"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/test/served"
)

type object = served.Object

// site is a gateway that serves the devices example, on a database of its own.
type site struct {
	*served.Site
	db   *sqldb.DB
	made *atomic.Int64
}

func newSite(t *testing.T) *site {
	t.Helper()
	dsn := filepath.Join(t.TempDir(), "devices.db")
	db := served.Database(t, "sqlite", dsn, example(t, "schema.sqlite.sql"))
	return &site{served.Open(t, "devices", example(t, "app.yaml"), dsn, assemble.Options{}), db, new(atomic.Int64)}
}

// in is the site for one subtest.
func (s *site) in(t *testing.T) *site {
	c := *s
	c.Site = s.In(t)
	return &c
}

func example(t *testing.T, name string) string { t.Helper(); return served.Example(t, "devices/"+name) }

// cell is a column of the one device with a serial number, as text; empty for NULL.
func (s *site) cell(column, serial string) string {
	s.Helper()
	rows, err := s.db.Query(s.Context(), "SELECT "+column+" FROM devices WHERE serial_no = ?", serial)
	if err != nil {
		s.Fatal(err)
	}
	var text *string
	if err := rows.Each(func(scan func(...any) error) error { return scan(&text) }); err != nil {
		s.Fatal(err)
	}
	if text == nil {
		return ""
	}
	return *text
}

// send sends a request with this body as JSON, nil for none.
func (s *site) send(status int, method, path string, body any) object {
	s.Helper()
	return s.Send(status, method, path, s.json(body))
}

// refuses sends one that is to be answered with a SCIM error of this type.
func (s *site) refuses(status int, scimType, method, path string, body any) {
	s.Helper()
	s.Refuses(status, scimType, method, path, s.json(body))
}

func (s *site) json(body any) string {
	s.Helper()
	if body == nil {
		return ""
	}
	text, err := json.Marshal(body)
	if err != nil {
		s.Fatal(err)
	}
	return string(text)
}
