package ledger_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/ledger"
)

// site is the HR app in memory, which leaves externalIds to the store unless the test edits its app file, and the ledger
// of its correlations.
type site struct {
	*gatewaytest.HR
	*testing.T
	ledger.Ledger
}

func newSite(t *testing.T, o gatewaytest.Options) *site {
	t.Helper()
	if o.AppFile == nil {
		o.AppFile = func(text []byte) []byte {
			return bytes.Replace(text, []byte("externalId: external_ref"), []byte("externalId: {store: true}"), 1)
		}
	}
	s := &site{HR: gatewaytest.New(t, o), T: t}
	s.Types = []*gateway.Endpoint{s.App.Endpoints["Group"], s.App.Endpoints["User"]}
	return s
}

func (s *site) users() *gateway.Endpoint { return s.App.Endpoints["User"] }

// employ puts people into the application, without the gateway: their keys count from 1.
func (s *site) employ(logins ...string) {
	s.Helper()
	n := len(s.Tables.Rows("employees"))
	for i, login := range logins {
		row := connectors.Fields{"emp_no": int64(n + i + 1), "login": login, "status": "A", "deleted": int64(0)}
		s.ok(s.Tables.Insert("employees", row))
	}
}

// see, claim and bury change the store alone.
func (s *site) see(key connectors.Key) correlation.Link {
	s.Helper()
	links, err := s.Links.See(s.Context(), s.users().Scope, []connectors.Key{key})
	s.ok(err)
	return links[key]
}

func (s *site) claim(l correlation.Link) correlation.Link {
	s.Helper()
	bound, err := s.Links.Bind(s.Context(), correlation.Intent{Scope: s.users().Scope}, l)
	s.ok(err)
	return bound
}

func (s *site) bury(id string) {
	s.Helper()
	s.ok(s.Links.Bury(s.Context(), s.users().Scope, id))
}

func (s *site) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *site) equal(got, want any) {
	s.Helper()
	if d := cmp.Diff(want, got); d != "" {
		s.Errorf("-want +got\n%s", d)
	}
}

func printed[R ledger.Row](s *site, f ledger.Format, rows func(yield func(R, error) bool)) string {
	s.Helper()
	var out strings.Builder
	s.ok(ledger.Print(&out, f, rows))
	return out.String()
}

// lines joins lines with their tabs written as spaces around a bar.
func lines(list ...string) string {
	return strings.ReplaceAll(strings.Join(list, "\n")+"\n", " | ", "\t")
}
