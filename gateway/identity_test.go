package gateway_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/memory"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

// kindOfID is an identity at an application whose people have keys that change: logins, alone or within a site.
type kindOfID struct {
	name     string
	identity string // in the app file
	key      []string
	outlives bool // a change of the key in the application
	followed bool // a change of the key through the gateway
	rebuilt  bool // a lost store
}

func kindsOfIDs() []kindOfID {
	var list []kindOfID
	for _, key := range [][]string{{"login"}, {"site", "login"}} {
		for _, k := range []kindOfID{
			{name: "derived", identity: "derived", followed: true, rebuilt: true},
			{name: "derived from a field", identity: "{derived: emp_no}", followed: true, outlives: true, rebuilt: true},
			{name: "key", identity: "key", rebuilt: true},
			{name: "store", identity: "store", followed: true},
			{name: "field", identity: "{field: scim_id}", followed: true, outlives: true, rebuilt: true},
		} {
			k.key = key
			k.name += ", key of " + fmt.Sprint(len(key))
			list = append(list, k)
		}
	}
	return list
}

func (k kindOfID) tables() memory.Schema {
	text := func(name string) memory.Column { return memory.Column{Name: name, Type: connectors.TypeText} }
	number := memory.Column{Name: "emp_no", Type: connectors.TypeInteger, NotNull: true, Generated: true}
	id := text("scim_id")
	id.Max = 36
	site := text("site")
	site.Default = "N"
	return memory.Schema{
		{Name: "people", Key: k.key, Columns: []memory.Column{number, text("login"), site, id, text("title"), text("boss_site"), text("boss")}},
		{Name: "teams", Key: []string{"name"}, Columns: []memory.Column{text("name")}},
		{Name: "members", Key: []string{"team", "site", "login"}, Columns: []memory.Column{text("team"), site, text("login")}},
	}
}

func (k kindOfID) appFile([]byte) []byte {
	boss, member := "boss", "login"
	if len(k.key) > 1 {
		boss, member = "[boss_site, boss]", "[site, login]"
	}
	return fmt.Appendf(nil, `app: hr
connector: {type: memory}
resources:
  User:
    extensions: [enterprise]
    entity: people
    key: [%s]
    identity: %s
    attributes:
      userName: login
      title: title
      enterprise.manager.value: {field: %s, ref: User}
      groups: {of: Group.members}
    insert: {site: N}
  Group:
    entity: teams
    key: name
    identity: key
    attributes:
      displayName: name
      members: {rows: members, by: {team: name}, each: {value: {field: %s, ref: User}}, large: true}
`, strings.Join(k.key, ", "), k.identity, boss, member)
}

func (k kindOfID) site(t *testing.T) site {
	t.Helper()
	return newSite(t, gatewaytest.Options{Tables: k.tables(), AppFile: k.appFile})
}

// rewrite changes a person in the application itself, as somebody does who does not know of the gateway.
func (s site) rewrite(k kindOfID, login string, set connectors.Fields) {
	s.t.Helper()
	people, found := s.Tables.Open(s.t.Context(), connectors.Spec{
		Entity: "people", Key: []string{"emp_no"}, Fields: []string{"emp_no", "login", "site", "scim_id", "title", "boss"},
	})
	if found.HasErrors() {
		s.t.Fatal(found.Err())
	}
	key, err := connectors.EncodeKey(s.row("people", "login", login)["emp_no"])
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = people.Update(s.t.Context(), key, connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
		return connectors.Change{Set: set}, nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func account(userName, more string) string {
	return `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"` + userName + `"` + more + `}`
}

func managedBy(id string) string {
	return `,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"` + id + `"}}`
}

// ids are those of a page, by userName.
func (s site) ids(filter string) map[string]string {
	s.t.Helper()
	l, err := s.list("User", s.query("User", filter))
	if err != nil {
		s.t.Fatal(err)
	}
	ids := map[string]string{}
	for _, a := range l.Resources {
		ids[a.Resource.Text("userName")] = a.Resource.Text("id")
	}
	return ids
}

func (s site) same(got, want any) {
	s.t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		s.t.Fatalf("-want +got\n%s", d)
	}
}

func TestEveryIdentityLeadsFromIDsToRecordsAndBack(t *testing.T) {
	for _, k := range kindsOfIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.site(t)
			ada := s.made("User", account("ada", ""))
			joe := s.made("User", account("joe", managedBy(ada)))
			team := s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"core","members":[{"value":"`+ada+`"},{"value":"`+joe+`"}]}`)
			everybody := map[string]string{"ada": ada, "joe": joe}
			for filter, want := range map[string]map[string]string{
				"":                    everybody,
				`id eq "` + joe + `"`: {"joe": joe},
				`id eq "` + joe + `" and userName eq "joe"`: {"joe": joe},
				`id eq "` + joe + `" or userName eq "ada"`:  everybody,
				`not (id eq "` + joe + `")`:                 {"ada": ada},
				`id eq "nobody"`:                            {},
				`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "` + ada + `"`: {"joe": joe},
			} {
				s.same(s.ids(filter), want)
			}
			a, err := s.get("User", joe)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range []string{`"manager":{"value":"` + ada + `"`, `"groups":[{"value":"core"`, `"id":"` + joe + `"`} {
				if !strings.Contains(text(a), part) {
					t.Errorf("no %s in %s", part, text(a))
				}
			}
			g, err := s.get("Group", team)
			if err != nil {
				t.Fatal(err)
			}
			s.same(slices.Sorted(slices.Values(members(t, g))), slices.Sorted(maps.Values(everybody)))
			groups, err := s.list("Group", s.query("Group", `members.value eq "`+joe+`"`))
			if err != nil {
				t.Fatal(err)
			}
			s.same(names(groups), []string{"core"})
		})
	}
}

func TestEveryIdentityIsWrittenByItsID(t *testing.T) {
	for _, k := range kindsOfIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.site(t)
			ada := s.made("User", account("ada", ""))
			if _, err := s.patch("User", ada, `{"op":"replace","path":"title","value":"Countess"}`, s.view()); err != nil {
				t.Fatal(err)
			}
			a, err := s.replace("User", ada, account("lovelace", `,"title":"Lady"`), s.view())
			if err != nil {
				t.Fatal(err)
			}
			if id := a.Resource.Text("id"); (id == ada) != k.followed {
				t.Errorf("with another key %s is %s", ada, id)
			}
			s.same(s.row("people", "login", "lovelace")["title"], any("Lady"))
			ada = a.Resource.Text("id")
			s.same(s.ids(""), map[string]string{"lovelace": ada})
			if _, err := s.create("User", account("lovelace", "")); err == nil {
				t.Error("the account was created twice")
			}
			if err := s.delete("User", ada); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				_, err := s.get("User", ada)
				refused(t, err, http.StatusNotFound, "")
				refused(t, s.delete("User", ada), http.StatusNotFound, "")
			}
			if again := s.made("User", account("lovelace", "")); (again == ada) != (k.identity == "key") {
				t.Errorf("the next account got %s after %s", again, ada)
			}
		})
	}
}

func TestAKeyThatChangesInTheApplicationIsFollowedWhereTheIDHangsOnAField(t *testing.T) {
	for _, k := range kindsOfIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.site(t)
			ada, joe := s.made("User", account("ada", "")), s.made("User", account("joe", ""))
			s.rewrite(k, "joe", connectors.Fields{"login": "jim"})
			a, err := s.get("User", joe)
			if !k.outlives {
				refused(t, err, http.StatusNotFound, "")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			s.same(a.Resource.Text("userName"), "jim")
			s.same(s.ids(""), map[string]string{"ada": ada, "jim": joe})
			s.rewrite(k, "ada", connectors.Fields{"login": "x"})
			s.rewrite(k, "jim", connectors.Fields{"login": "ada"})
			s.rewrite(k, "x", connectors.Fields{"login": "jim"})
			s.same(s.ids(""), map[string]string{"ada": joe, "jim": ada})
			s.same(s.ids(`id eq "`+joe+`"`), map[string]string{"ada": joe})
			if _, err := s.patch("User", joe, `{"op":"replace","path":"title","value":"Sir"}`, s.view()); err != nil {
				t.Fatal(err)
			}
			s.same(s.row("people", "login", "ada")["title"], any("Sir"))
		})
	}
}

func TestALostStoreIsNoLossWhereTheApplicationTellsTheIDs(t *testing.T) {
	for _, k := range kindsOfIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.site(t)
			want := map[string]string{}
			for _, name := range []string{"ada", "joe"} {
				want[name] = s.made("User", account(name, ""))
			}
			s.LoseStore(t)
			if got := s.ids(""); cmp.Equal(got, want) != k.rebuilt {
				t.Errorf("the ids were %v and are %v", want, got)
			}
		})
	}
}

// withoutIDs are the identities of which the field holds no ids yet.
func withoutIDs() []kindOfID {
	return slices.DeleteFunc(kindsOfIDs(), func(k kindOfID) bool { return k.identity != "{field: scim_id}" })
}

func TestARecordThatHoldsNoIDGetsOneWithItsNextWrite(t *testing.T) {
	for _, k := range withoutIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.site(t)
			if err := s.Tables.Insert("people", connectors.Fields{"login": "ada"}, connectors.Fields{"login": "joe", "boss": "ada", "boss_site": "N"}); err != nil {
				t.Fatal(err)
			}
			ids := s.ids("")
			a, err := s.get("User", ids["joe"])
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(text(a), `"manager":{"value":"`+ids["ada"]+`"`) {
				t.Errorf("no manager %s in %s", ids["ada"], text(a))
			}
			s.same(s.row("people", "login", "joe")["scim_id"], nil)
			before := a.Version
			if _, err := s.patch("User", ids["joe"], `{"op":"replace","path":"title","value":"Sir"}`, s.view()); err != nil {
				t.Fatal(err)
			}
			s.same(s.row("people", "login", "joe")["scim_id"], any(ids["joe"]))
			s.same(s.row("people", "login", "ada")["scim_id"], nil)
			s.same(s.ids(""), ids)
			if a, err = s.patch("User", ids["joe"], `{"op":"remove","path":"title"}`, s.view()); err != nil {
				t.Fatal(err)
			}
			s.same(a.Version, before)
		})
	}
}

func TestAnAccountThatIsAdoptedGetsTheIDThatItWasSeenWith(t *testing.T) {
	for _, k := range withoutIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.site(t)
			if err := s.Tables.Insert("people", connectors.Fields{"login": "ada"}); err != nil {
				t.Fatal(err)
			}
			seen := s.ids("")["ada"]
			s.same(s.made("User", account("ada", `,"title":"Lady"`)), seen)
			s.same(s.row("people", "login", "ada")["scim_id"], any(seen))
			if _, err := s.create("User", account("ada", "")); err == nil {
				t.Error("it is claimed, and was adopted again")
			}
		})
	}
}

func TestTheNextHolderOfAKeyDoesNotGetTheIDThatAnotherRecordHolds(t *testing.T) {
	for _, k := range withoutIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.site(t)
			if err := s.Tables.Insert("people", connectors.Fields{"login": "ada"}); err != nil {
				t.Fatal(err)
			}
			ada := s.ids("")["ada"]
			s.rewrite(k, "ada", connectors.Fields{"login": "lovelace", "scim_id": ada})
			if err := s.Tables.Insert("people", connectors.Fields{"login": "ada"}); err != nil {
				t.Fatal(err)
			}
			ids := s.ids("")
			if ids["lovelace"] != ada || ids["ada"] == ada {
				t.Errorf("the id %s was handed out twice: %v", ada, ids)
			}
			s.same(s.ids(""), ids)
		})
	}
}

func TestTwoRecordsWithOneIDAreNobody(t *testing.T) {
	for _, k := range withoutIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.site(t)
			if err := s.Tables.Insert("people", connectors.Fields{"login": "ada", "scim_id": "X"}, connectors.Fields{"login": "joe", "scim_id": "X"}); err != nil {
				t.Fatal(err)
			}
			_, err := s.get("User", "X")
			refused(t, err, http.StatusInternalServerError, "")
			_, err = s.replace("User", "X", account("eve", ""), s.view())
			refused(t, err, http.StatusInternalServerError, "")
			_, err = s.list("User", s.query("User", ""))
			refused(t, err, http.StatusInternalServerError, "")
		})
	}
}

func TestAPlannedCreateShowsTheIDThatTheRecordIsToHold(t *testing.T) {
	for _, k := range withoutIDs() {
		s := k.site(t)
		v := s.view()
		v.Plan = true
		a, err := s.endpoint("User").Create(t.Context(), s.resource("User", account("ada", "")), v)
		if err != nil {
			t.Fatal(err)
		}
		if last := a.Calls[len(a.Calls)-1]; !strings.Contains(fmt.Sprint(last), "scim_id") {
			t.Errorf("%s: the last call is %v", k.name, last)
		}
	}
}
