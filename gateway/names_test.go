package gateway_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// naming is a site whose application has no room for an externalId.
func (k kindOfID) naming(t *testing.T) site {
	t.Helper()
	return newSite(t, gatewaytest.Options{Tables: k.tables(), AppFile: func(text []byte) []byte {
		return []byte(strings.Replace(string(k.appFile(text)), "title: title\n", "title: title\n      externalId: {store: true}\n", 1))
	}})
}

func knownAs(name string) string { return `,"externalId":"` + name + `"` }

func (s site) externalID(id string, v gateway.View) string {
	s.t.Helper()
	a, err := s.endpoint("User").Get(s.t.Context(), id, v)
	if err != nil {
		s.t.Fatal(err)
	}
	return a.Resource.Text("externalId")
}

func TestAnExternalIDThatTheApplicationHasNoRoomForIsKeptFoundChangedAndCleared(t *testing.T) {
	for _, k := range kindsOfIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.naming(t)
			ada, joe := s.made("User", account("ada", knownAs("X-1"))), s.made("User", account("joe", ""))
			s.same(s.externalID(ada, s.view()), "X-1")
			s.same(s.externalID(joe, s.view()), "")
			for filter, want := range map[string]map[string]string{
				`externalId eq "X-1"`:                         {"ada": ada},
				`externalId eq "x-1"`:                         {},
				`externalId eq "X-1" and userName eq "ada"`:   {"ada": ada},
				`externalId eq "X-1" and userName eq "joe"`:   {},
				`externalId eq "X-1" or userName eq "joe"`:    {"ada": ada, "joe": joe},
				`externalId ne "X-1"`:                         {"joe": joe},
				`not (externalId eq "X-1")`:                   {"joe": joe},
				`externalId pr`:                               {"ada": ada},
				`externalId sw "X"`:                           {"ada": ada},
				`userName eq "ada" and externalId co "1"`:     {"ada": ada},
				`externalId eq "X-1" or externalId eq "none"`: {"ada": ada},
			} {
				if got := s.ids(filter); fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s: %v, want %v", filter, got, want)
				}
			}
			if _, err := s.patch("User", joe, `{"op":"add","path":"externalId","value":"X-2"}`, s.view()); err != nil {
				t.Fatal(err)
			}
			if _, err := s.replace("User", ada, account("ada", knownAs("X-3")), s.view()); err != nil {
				t.Fatal(err)
			}
			s.same(s.ids(`externalId eq "X-2"`), map[string]string{"joe": joe})
			s.same(s.ids(`externalId eq "X-3"`), map[string]string{"ada": ada})
			s.same(s.ids(`externalId eq "X-1"`), map[string]string{})
			if _, err := s.replace("User", ada, account("ada", ""), s.view()); err != nil {
				t.Fatal(err)
			}
			s.same(s.externalID(ada, s.view()), "")
			s.same(s.ids(`externalId pr`), map[string]string{"joe": joe})
		})
	}
}

func TestAnExternalIDInTheStoreIsPartOfTheVersionAndOfNoWriteToTheApplication(t *testing.T) {
	for _, k := range kindsOfIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.naming(t)
			ada := s.made("User", account("ada", knownAs("X-1")))
			before, err := s.get("User", ada)
			if err != nil {
				t.Fatal(err)
			}
			row := fmt.Sprint(s.row("people", "login", "ada"))
			conditional := s.view()
			conditional.IfMatch = []string{before.Version}
			after, err := s.patch("User", ada, `{"op":"replace","path":"externalId","value":"X-2"}`, conditional)
			if err != nil {
				t.Fatal(err)
			}
			if after.Version == before.Version {
				t.Error("the version is still the same")
			}
			s.same(fmt.Sprint(s.row("people", "login", "ada")), row)
			_, err = s.patch("User", ada, `{"op":"replace","path":"externalId","value":"X-4"}`, conditional)
			refused(t, err, http.StatusPreconditionFailed, "")
			same, err := s.patch("User", ada, `{"op":"replace","path":"externalId","value":"X-2"}`, s.view())
			if err != nil {
				t.Fatal(err)
			}
			s.same(same.Version, after.Version)
			read, err := s.get("User", ada)
			if err != nil {
				t.Fatal(err)
			}
			s.same(read.Version, after.Version)
			_, err = s.endpoint("User").Delete(t.Context(), ada, conditional)
			refused(t, err, http.StatusPreconditionFailed, "")
		})
	}
}

func TestAPageHasTheExternalIDsOfTheStoreAfterOneQuestion(t *testing.T) {
	k := kindsOfIDs()[0]
	s := k.naming(t)
	for n := range 20 {
		s.made("User", account(fmt.Sprint("p", n), knownAs(fmt.Sprint("X-", n))))
	}
	asked := 0
	s.Links.Fail = func(call string) error {
		if call == "ByKey" {
			asked++
		}
		return nil
	}
	l, err := s.list("User", s.query("User", ""))
	if err != nil {
		t.Fatal(err)
	}
	for n, a := range l.Resources {
		if !strings.HasPrefix(a.Resource.Text("externalId"), "X-") {
			t.Errorf("%d: %s", n, text(a))
		}
	}
	if asked > 2 { // for ids, and for names
		t.Errorf("the store was asked %d times", asked)
	}
	asked = 0
	q := s.query("User", "")
	q.View = s.selecting("User", "userName", "")
	if _, err := s.list("User", q); err != nil {
		t.Fatal(err)
	}
	if asked > 1 {
		t.Errorf("for names that nobody wants the store was asked %d times", asked)
	}
}

func TestEveryDomainHasExternalIDsOfItsOwn(t *testing.T) {
	for _, k := range kindsOfIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.naming(t)
			okta := s.view()
			okta.Domain = "okta"
			ada := s.made("User", account("ada", knownAs("X-1")))
			s.same(s.externalID(ada, okta), "")
			if _, err := s.patch("User", ada, `{"op":"add","path":"externalId","value":"00u1"}`, okta); err != nil {
				t.Fatal(err)
			}
			s.same(s.externalID(ada, okta), "00u1")
			s.same(s.externalID(ada, s.view()), "X-1")
			q := s.query("User", `externalId eq "X-1"`)
			q.View = okta
			l, err := s.list("User", q)
			if err != nil {
				t.Fatal(err)
			}
			s.same(names(l), []string{})
			joe, err := s.endpoint("User").Create(t.Context(), s.resource("User", account("joe", knownAs("00u2"))), okta)
			if err != nil {
				t.Fatal(err)
			}
			s.same(joe.Resource.Text("externalId"), "00u2")
			s.same(s.externalID(joe.Resource.Text("id"), s.view()), "")
		})
	}
}

func TestAnExternalIDFollowsTheRecordWhoseKeyChangesAndGoesWithItsDeletion(t *testing.T) {
	for _, k := range kindsOfIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.naming(t)
			ada := s.made("User", account("ada", knownAs("X-1")))
			a, err := s.patch("User", ada, `{"op":"replace","value":{"userName":"lovelace","externalId":"X-2"}}`, s.view())
			if err != nil {
				t.Fatal(err)
			}
			s.same(a.Resource.Text("externalId"), "X-2")
			ada = a.Resource.Text("id")
			s.same(s.ids(`externalId eq "X-2"`), map[string]string{"lovelace": ada})
			if err := s.delete("User", ada); err != nil {
				t.Fatal(err)
			}
			s.same(s.ids(`externalId eq "X-2"`), map[string]string{})
			again := s.made("User", account("lovelace", ""))
			s.same(s.externalID(again, s.view()), "")
		})
	}
}

func TestAnAccountThatIsAdoptedGetsTheExternalIDOfTheRequest(t *testing.T) {
	for _, k := range kindsOfIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.naming(t)
			if err := s.Tables.Insert("people", connectors.Fields{"login": "ada"}); err != nil {
				t.Fatal(err)
			}
			ada := s.made("User", account("ada", knownAs("X-1")))
			s.same(s.externalID(ada, s.view()), "X-1")
		})
	}
}

func TestACreateThatWasInterruptedBeforeItsLinkGetsItsExternalIDWhenItIsRepeated(t *testing.T) {
	for _, k := range kindsOfIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.naming(t)
			s.Links.Fail = once("Bind", gatewaytest.Down)
			_, err := s.create("User", account("ada", knownAs("X-1")))
			refused(t, err, http.StatusServiceUnavailable, "")
			s.Set(s.Now().Add(gatewaytest.Limits().CursorTimeout))
			ada := s.made("User", account("ada", knownAs("X-1")))
			s.same(s.externalID(ada, s.view()), "X-1")
		})
	}
}

func TestAPersonWhoComesBackHasTheExternalIDOfTheRequest(t *testing.T) {
	for _, how := range []string{reviving, remembering} {
		for _, name := range []string{"X-1", "X-2", ""} {
			s := newSite(t, gatewaytest.Options{AppFile: func(text []byte) []byte {
				return []byte(strings.Replace(string(deletingBy(t, how)(text)), "externalId: external_ref", "externalId: {store: true}", 1))
			}})
			ada := s.made("User", account("ada", knownAs("X-1")))
			if err := s.delete("User", ada); err != nil {
				t.Fatal(err)
			}
			more := ""
			if name != "" {
				more = knownAs(name)
			}
			a, err := s.create("User", account("ada", more))
			if err != nil {
				t.Fatal(err)
			}
			s.same(a.Resource.Text("id"), ada)
			s.same(a.Resource.Text("externalId"), name)
			s.same(s.externalID(ada, s.view()), name)
		}
	}
}

func TestAPlanTellsTheApplicationNothingOfAnExternalIDInTheStore(t *testing.T) {
	s := kindsOfIDs()[0].naming(t)
	ada := s.made("User", account("ada", knownAs("X-1")))
	v := s.view()
	v.Plan = true
	for _, run := range []func() (gateway.Answer, error){
		func() (gateway.Answer, error) {
			return s.endpoint("User").Create(t.Context(), s.resource("User", account("joe", knownAs("X-2"))), v)
		},
		func() (gateway.Answer, error) { return s.replace("User", ada, account("ada", knownAs("X-3")), v) },
		func() (gateway.Answer, error) { return s.endpoint("User").Get(t.Context(), ada, v) },
		func() (gateway.Answer, error) { return s.endpoint("User").Delete(t.Context(), ada, v) },
	} {
		a, err := run()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(fmt.Sprint(a.Calls), "externalId") {
			t.Errorf("the calls are %v", a.Calls)
		}
	}
	s.same(s.externalID(ada, s.view()), "X-1")
}

func TestAListIsSortedByTheExternalIDsOfTheStoreWithinTheBoundOfAScan(t *testing.T) {
	s := kindsOfIDs()[0].naming(t)
	for _, n := range []string{"3", "1", "2"} {
		s.made("User", account("p"+n, knownAs("X-"+n)))
	}
	q := s.query("User", "")
	q.SortBy, _ = s.endpoint("User").Mapping.Type().Find("externalId")
	l, err := s.list("User", q)
	if err != nil {
		t.Fatal(err)
	}
	s.same(names(l), []string{"p1", "p2", "p3"})
	few := s.App.Endpoints["User"]
	few.Limits.ScanRows = 2
	_, err = few.List(t.Context(), q)
	if e := refused(t, err, http.StatusBadRequest, scim.TooMany); !slices.Contains([]int{400}, e.Status) {
		t.Error(e)
	}
}
