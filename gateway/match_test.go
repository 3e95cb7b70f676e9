package gateway_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// replaced edits the app file.
func replaced(old, with string) func([]byte) []byte {
	return func(text []byte) []byte { return []byte(strings.Replace(string(text), old, with, 1)) }
}

func TestWithoutAMatchEveryCreateIsANewAccount(t *testing.T) {
	s := newSite(t, gatewaytest.Options{AppFile: replaced("    match: userName\n", "    match: externalId\n")})
	first, second := s.made("User", ada), s.made("User", ada)
	if first == second || len(s.Tables.Rows("employees")) != 2 {
		t.Errorf("the ids are %s and %s", first, second)
	}
	if _, err := s.get("User", second); err != nil {
		t.Error(err)
	}
}

func TestAnAccountIsRecognisedWhateverTheApplicationCanSearch(t *testing.T) {
	for _, push := range []connectors.Push{connectors.No, connectors.Superset} {
		s := newSite(t, gatewaytest.Options{Shape: func(sh *connectors.Shape) {
			able := sh.Push
			sh.Push = func(l connectors.Leaf) connectors.Push { return min(able(l), push) }
		}})
		s.made("User", brian)
		s.made("User", ada)
		_, err := s.create("User", adaUp)
		refused(t, err, 409, scim.Uniqueness)
	}
}

func TestAnIDOutlivesAChangeOfTheNativeKey(t *testing.T) {
	tables := gatewaytest.Tables()
	tables[0].Key = []string{"login"}
	s := newSite(t, gatewaytest.Options{Tables: tables, AppFile: func(text []byte) []byte {
		return replaced("    key: emp_no\n", "    key: login\n")(text)
	}})
	id := s.made("User", ada)
	for _, name := range []string{"eve", "ada"} {
		a, err := s.replace("User", id, user(name), s.view())
		if err != nil || a.Resource.Text("id") != id {
			t.Fatalf("to %s: %v", name, err)
		}
		if got, err := s.get("User", id); err != nil || got.Resource.Text("userName") != name {
			t.Errorf("the id shows %v, %v", got.Resource, err)
		}
	}
}

func TestWhereTheKeyIsTheIDNothingIsStored(t *testing.T) {
	s := newSite(t, gatewaytest.Options{AppFile: replaced("    key: emp_no\n", "    key: emp_no\n    identity: key\n")})
	if id := s.made("User", ada); id != "1" {
		t.Errorf("the id is %s", id)
	}
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "eve", "status": "A", "deleted": int64(0), "manager_no": int64(1)}); err != nil {
		t.Fatal(err)
	}
	s.Links.Fail = func(call string) error {
		if call == "ByID" {
			return nil
		}
		return gatewaytest.Down
	}
	l, err := s.list("User", s.query("User", `id eq "2"`))
	if err != nil || !slices.Equal(names(l), []string{"eve"}) {
		t.Errorf("got %v, %v", names(l), err)
	}
	if a, err := s.get("User", "2"); err != nil || !strings.Contains(text(a), `"manager":{"value":"1"`) {
		t.Errorf("got %v", err)
	}
}
