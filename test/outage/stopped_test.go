package outage

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/testenv/server"
)

// patient is the address of a Redis that a slow machine is not to take for dead.
func patient(url string) string { return fmt.Sprintf(`redis: {url: %q, timeout: 1m}`, url) }

// reads are requests that show all there is to see of ada and her team.
func (s *site) reads(ada, team string) []string {
	return []string{
		"/Users/" + ada, "/Users", byName("ada"), "/Users?attributes=userName&count=1", "/Users?sortBy=userName",
		"/Groups/" + team, "/Groups", "/Groups?filter=displayName+eq+%22night%22&excludedAttributes=members",
	}
}

// all are the answers to requests that do well.
func (s *site) all(paths []string) (texts []string) {
	s.Helper()
	for _, path := range paths {
		texts = append(texts, s.send(http.StatusOK, http.MethodGet, path, "").text)
	}
	return texts
}

// wantNoWrites sends every kind of write, none of which may be done. May a create have asked for the account?
func (s *site) wantNoWrites(d desk, ada, team string, asked bool) {
	s.Helper()
	const member = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"%s","path":"members","value":[{"value":%q}]}]}`
	before := d.logins()
	for _, w := range []struct{ method, path, body string }{
		{http.MethodPost, "/Users", userNamed("grace")},
		{http.MethodPut, "/Users/" + ada, userNamed("ada.l")},
		{http.MethodPatch, "/Users/" + ada, setting("title", "x")},
		{http.MethodPatch, "/Users/" + ada, setting("userName", "ada.l")},
		{http.MethodPatch, "/Groups/" + team, fmt.Sprintf(member, "remove", ada)},
		{http.MethodPatch, "/Groups/" + team, fmt.Sprintf(member, "add", ada)},
		{http.MethodDelete, "/Users/" + ada, ""},
	} {
		d.Forget()
		s.send(http.StatusServiceUnavailable, w.method, w.path, w.body)
		calls := d.Calls()
		if w.method == http.MethodPost && asked {
			calls = slices.DeleteFunc(calls, func(c legacy.Call) bool { return c.Method == http.MethodGet })
		}
		if len(calls) > 0 {
			s.Errorf("%s %s: the application was called: %v", w.method, w.path, calls)
		}
	}
	if d := cmp.Diff(before, d.logins()); d != "" {
		s.Errorf("-before +after\n%s", d)
	}
}

// wantUnready checks that operators are told why.
func (s *site) wantUnready() {
	s.Helper()
	if text, ready := s.ready(); ready || !strings.Contains(text, "store") {
		s.Errorf("operators are told %q", text)
	}
}

func TestWhileTheStoreIsStoppedNothingIsWrittenAndReadsGoOn(t *testing.T) {
	d := newDesk(t)
	store := testenv.Own(t, server.Postgres())
	o := d.settings()
	o.store, o.redis = fmt.Sprintf("{type: postgres, dsn: %q}", store.Address), patient(testenv.Redis(t))
	s := newSite(t, o)
	ada := s.send(http.StatusOK, http.MethodGet, byName("ada"), "").body.Resources[0].ID
	team := s.send(http.StatusOK, http.MethodGet, "/Groups", "").body.Resources[0].ID
	paths := s.reads(ada, team)
	s.all(paths) // the first time shows the cache what there is
	want := s.all(paths)

	store.Stop()
	if d := cmp.Diff(want, s.all(paths)); d != "" {
		t.Errorf("-with the store +without\n%s", d)
	}
	s.wantNoWrites(d, ada, team, true)
	s.wantUnready()
	s.must(d.Insert("agents", legacy.Row{"login": "new"})) // whose id nobody has stored
	s.send(http.StatusServiceUnavailable, http.MethodGet, "/Users", "")
	s.send(http.StatusServiceUnavailable, http.MethodGet, byName("new"), "")
	s.send(http.StatusOK, http.MethodGet, byName("nobody"), "")
	s.send(http.StatusServiceUnavailable, http.MethodGet, "/Users/"+strings.Replace(ada, ada[:4], "0000", 1), "")

	s.must(store.Start(t.Context()))
	if _, ready := s.ready(); !ready {
		t.Error("it is not ready again")
	}
	if got := s.send(http.StatusOK, http.MethodGet, byName("ada"), "").body.Resources[0].ID; got != ada {
		t.Errorf("ada has the id %s, and had %s", got, ada)
	}
	made := s.send(http.StatusCreated, http.MethodPost, "/Users", userNamed("grace")).body.ID
	s.send(http.StatusOK, http.MethodGet, "/Users/"+made, "")
	s.send(http.StatusOK, http.MethodPatch, "/Users/"+ada, setting("title", "x"))
	s.send(http.StatusNoContent, http.MethodDelete, "/Users/"+ada, "")
	if d := cmp.Diff([]string{"brian", "grace", "new"}, d.logins()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestWithoutRedisAStoreThatIsStoppedTakesDerivedIDsAlongAndNoOthers(t *testing.T) {
	for identity, status := range map[string]int{"derived": http.StatusServiceUnavailable, "key": http.StatusOK} {
		t.Run(identity, func(t *testing.T) {
			d := newDesk(t)
			store := testenv.Own(t, server.Postgres())
			o := d.settings()
			o.store = fmt.Sprintf("{type: postgres, dsn: %q}", store.Address)
			o.app = strings.ReplaceAll(o.app, "    key: id\n    match:", "    key: id\n    identity: "+identity+"\n    match:")
			s := newSite(t, o)
			ada := s.send(http.StatusOK, http.MethodGet, byName("ada"), "").body.Resources[0].ID
			team := s.send(http.StatusOK, http.MethodGet, "/Groups", "").body.Resources[0].ID
			store.Stop()
			for _, path := range s.reads(ada, team) {
				s.send(status, http.MethodGet, path, "")
			}
			s.wantNoWrites(d, ada, team, true)
		})
	}
}
