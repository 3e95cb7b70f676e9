package ledger_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/ledger"
)

// identified is a site whose users have ids of a kind.
func identified(t *testing.T, identity string) *site {
	t.Helper()
	return newSite(t, gatewaytest.Options{AppFile: func(text []byte) []byte {
		text = bytes.Replace(text, []byte("      externalId: external_ref\n"), nil, 1)
		return bytes.Replace(text, []byte("    key: emp_no\n"), []byte("    key: emp_no\n    identity: "+identity+"\n"), 1)
	}})
}

// hire puts somebody into the application, with an external_ref.
func (s *site) hire(login, ref string) {
	s.Helper()
	n := len(s.Tables.Rows("employees"))
	row := connectors.Fields{"emp_no": int64(n + 1), "login": login, "status": "A", "deleted": int64(0)}
	if ref != "" {
		row["external_ref"] = ref
	}
	s.ok(s.Tables.Insert("employees", row))
}

func TestWhatTheGatewayAnswersIsLinkedShownAndVerifiedWhereverIDsComeFrom(t *testing.T) {
	for identity, file := range map[string]string{
		"derived":                 "userName,id\nada,a\nbrian,\n",
		"key":                     "userName,id\nada,1\nbrian,\n",
		"store":                   "userName,id\nada,a\nbrian,\n",
		"{derived: external_ref}": "userName,id,key\nada,a,\n,,two\n",
		"{field: external_ref}":   "",
	} {
		t.Run(identity, func(t *testing.T) {
			s := identified(t, identity)
			s.hire("ada", "one")
			s.hire("brian", "two")
			if file != "" {
				done, found := s.imports(file)
				s.equal(found, []string(nil))
				s.equal(done, ledger.Imported{Lines: 2, New: 2})
			}
			found, sum := s.verified()
			s.equal(sum.IsWrong(), false)
			s.equal(sum.Records, 2)
			for _, f := range found {
				s.equal(f.Kind, ledger.Irreplaceable)
			}
			for _, login := range []string{"ada", "brian"} {
				byName, err := ledger.Show(t.Context(), s.users(), login)
				s.ok(err)
				s.equal(len(byName), 1)
				s.equal(byName[0].Found, true)
				if byName[0].ID == "" {
					t.Fatalf("%s has no id: %+v", login, byName[0])
				}
				byID, err := ledger.Show(t.Context(), s.users(), byName[0].ID)
				s.ok(err)
				s.equal(byID, byName)
			}
		})
	}
}

func TestIDsThatTheApplicationHasAreNotImported(t *testing.T) {
	for identity, want := range map[string]string{
		"key":                   "a.csv:2:3: the id of a User is its key [import/identity]",
		"{field: external_ref}": "a.csv:2:1: the ids of a User are in the application; no link is needed [import/identity]",
	} {
		s := identified(t, identity)
		s.hire("ada", "one")
		_, found := s.imports("key,id\n1,a\n")
		s.equal(found, []string{want})
	}
	s := identified(t, "key")
	s.hire("ada", "")
	_, found := s.imports("userName,id\nada,a\n")
	s.equal(found, []string{"a.csv:2:1: the id of a User is its key [import/identity]"})
	s.equal(strings.Count(printed(s, ledger.JSON, s.List(t.Context(), correlation.InUse, 0)), "\n"), 0)
}
