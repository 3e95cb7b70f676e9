package outage

import (
	"fmt"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/sqldb"
)

func TestWhileTheStoreIsFullNothingIsWrittenAndReadsGoOn(t *testing.T) {
	d := newDesk(t)
	file := filepath.Join(t.TempDir(), "links.db") + "?_pragma=max_page_count(200)"
	o := d.settings()
	o.store = fmt.Sprintf("{path: %q}", file)
	s := newSite(t, o)
	ada := s.send(http.StatusOK, http.MethodGet, byName("ada"), "").body.Resources[0].ID
	team := s.send(http.StatusOK, http.MethodGet, "/Groups", "").body.Resources[0].ID
	paths := s.reads(ada, team)
	want := s.all(paths)

	empty := s.fill(file)
	if d := cmp.Diff(want, s.all(paths)); d != "" {
		t.Errorf("-with room +without\n%s", d)
	}
	s.wantNoWrites(d, ada, team, false)
	s.wantUnready()
	for n := range 300 { // whose ids nobody has stored
		s.must(d.Insert("agents", legacy.Row{"login": fmt.Sprint("new", n)}))
	}
	s.send(http.StatusServiceUnavailable, http.MethodGet, "/Users", "")
	s.send(http.StatusOK, http.MethodGet, byName("brian"), "")

	empty()
	s.send(http.StatusCreated, http.MethodPost, "/Users", userNamed("grace"))
	s.send(http.StatusOK, http.MethodGet, "/Users", "")
	s.send(http.StatusNoContent, http.MethodDelete, "/Users/"+ada, "")
	if _, ready := s.ready(); !ready {
		t.Error("it is not ready again")
	}
}

// fill stores links of another app until not one more fits in, and returns what takes them out again.
func (s *site) fill(file string) (empty func()) {
	s.Helper()
	store, err := correlation.OpenSQL(s.Context(), "sqlite", file, correlation.Options{})
	s.must(err)
	for n, err := 0, error(nil); err == nil; n++ {
		if n > 10_000 {
			s.Fatal("there is room for ever")
		}
		_, err = store.See(s.Context(), correlation.Scope{App: "filler", Type: "User", Identity: correlation.Derived}, []connectors.Key{connectors.Key(fmt.Sprint(n))})
	}
	s.must(store.Close())
	return func() {
		db, err := sqldb.Open("sqlite", file, sqldb.Options{})
		s.must(err)
		_, err = db.Exec(s.Context(), "DELETE FROM correlation_links WHERE namespace = 'filler'")
		s.must(err)
		s.must(db.Close())
	}
}
