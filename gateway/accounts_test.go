package gateway_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

// all are the accounts of the users, by their first match value.
func (s site) all() map[string]connectors.Key {
	s.t.Helper()
	found := map[string]connectors.Key{}
	for page, err := range s.endpoint("User").Accounts(s.t.Context()) {
		if err != nil {
			s.t.Fatal(err)
		}
		for _, a := range page {
			found[a.Match[0]] = a.Key
		}
	}
	return found
}

func TestAccountsAreAllRecordsHoweverManyPagesTheyFill(t *testing.T) {
	for _, continues := range []bool{true, false} {
		s := newSite(t, gatewaytest.Options{Shape: func(sh *connectors.Shape) { sh.After = sh.After && continues }})
		want := map[string]connectors.Key{}
		for i := range 1_001 {
			name := fmt.Sprintf("user%d", i)
			row := connectors.Fields{"emp_no": int64(i + 1), "login": name, "status": "A", "deleted": int64(0)}
			if err := s.Tables.Insert("employees", row); err != nil {
				t.Fatal(err)
			}
			want[name] = connectors.Key(fmt.Sprint(i + 1))
		}
		gone := connectors.Fields{"emp_no": int64(5000), "login": "gone", "status": "T", "deleted": int64(1)}
		if err := s.Tables.Insert("employees", gone); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, s.all()); d != "" {
			t.Errorf("-want +got\n%s", d)
		}
	}
}

func TestAccountsAreFoundByWhatTheyAreRecognisedByWhateverTheApplicationCanSearch(t *testing.T) {
	for _, push := range []connectors.Push{connectors.No, connectors.Superset, connectors.Exact} {
		s := newSite(t, gatewaytest.Options{Shape: func(sh *connectors.Shape) {
			able := sh.Push
			sh.Push = func(l connectors.Leaf) connectors.Push { return min(able(l), push) }
		}})
		s.made("User", brian)
		s.made("User", ada)
		users := s.endpoint("User")
		name := users.Mapping.Match()[0]
		can, err := users.Finds(t.Context(), name)
		if err != nil || can != (push != connectors.No) {
			t.Errorf("%s: it can be asked: %v, %v", push, can, err)
		}
		found, err := users.AccountsWith(t.Context(), name, []string{"ADA", "ada", "nobody"})
		if err != nil {
			t.Fatal(err)
		}
		key := s.all()["ada"]
		want := []gateway.Account{{Key: key, Match: []string{"ada"}}}
		if d := cmp.Diff(map[string][]gateway.Account{"ADA": want, "ada": want}, found); d != "" {
			t.Errorf("%s: -want +got\n%s", push, d)
		}
		at, err := users.AccountsAt(t.Context(), []connectors.Key{key, "4711", "no number"})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(map[connectors.Key]gateway.Account{key: want[0]}, at); d != "" {
			t.Errorf("%s: -want +got\n%s", push, d)
		}
	}
}
