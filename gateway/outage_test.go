package gateway_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

// away makes the store answer nothing.
func (s site) away() { s.Links.Fail = func(string) error { return gatewaytest.Down } }

// calls are what the application was asked since it was asked last.
func (s site) calls() []string { return slices.Concat(s.Users.Calls(), s.Groups.Calls()) }

func TestWithoutTheStoreNothingIsWritten(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	group, _ := s.team(1)
	before := s.Tables.Rows("employees")
	s.away()
	for name, write := range map[string]func() error{
		"create":  func() error { _, err := s.create("User", brian); return err },
		"replace": func() error { _, err := s.replace("User", id, brian, s.view()); return err },
		"patch": func() error {
			_, err := s.patch("User", id, `{"op":"replace","path":"title","value":"x"}`, s.view())
			return err
		},
		"members": func() error {
			_, err := s.patch("Group", group, `{"op":"remove","path":"members"}`, s.view())
			return err
		},
		"delete": func() error { return s.delete("User", id) },
	} {
		s.calls()
		e := refused(t, write(), 503, "")
		if e.RetryAfter <= 0 || !strings.Contains(e.Detail, "own store") {
			t.Errorf("%s: the client is told %v", name, e)
		}
		if calls := s.calls(); len(calls) > 0 {
			t.Errorf("%s: the application was asked for %v", name, calls)
		}
	}
	if d := cmp.Diff(before, s.Tables.Rows("employees")); d != "" {
		t.Errorf("-before +after\n%s", d)
	}
}

func TestWithoutTheStoreReadsGoOnWithWhatTheCacheVouchesFor(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group, ids := s.team(3)
	all := func() (texts []string) {
		t.Helper()
		for _, filter := range []string{"", `userName eq "member1001"`} {
			l, err := s.list("User", s.query("User", filter))
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range l.Resources {
				texts = append(texts, text(a))
			}
		}
		l, err := s.list("Group", s.query("Group", ""))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range l.Resources {
			texts = append(texts, text(a))
			texts = append(texts, members(t, a)...)
		}
		return texts
	}
	want := all()
	s.away()
	if d := cmp.Diff(want, all()); d != "" {
		t.Errorf("-with the store +without\n%s", d)
	}
	if !slices.Contains(want, ids[0]) || !strings.Contains(strings.Join(want, ""), group) {
		t.Errorf("it shows %v", want)
	}
}

func TestAnIdThatNobodyStoredIsNotTold(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.team(2)
	list := func() error { _, err := s.list("User", s.query("User", "")); return err }
	if err := list(); err != nil {
		t.Fatal(err)
	}
	if err := s.Tables.Insert("employees", connectors.Fields{"emp_no": int64(5000), "login": "new", "status": "A", "deleted": int64(0)}); err != nil {
		t.Fatal(err)
	}
	s.away()
	refused(t, list(), 503, "")
	s.Links.Fail = nil
	if err := list(); err != nil {
		t.Errorf("it does not recover: %v", err)
	}
}

func TestTheCacheVouchesForNobodyElse(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.team(1)
	one := s.query("User", `userName sw "m"`)
	if _, err := s.list("User", one); err != nil {
		t.Fatal(err)
	}
	for key, link := range s.Links.Cache {
		link.Check = "another's"
		s.Links.Cache[key] = link
	}
	s.away()
	_, err := s.list("User", one)
	refused(t, err, 503, "")
}

func TestWhatIsReadToBeWrittenIsNotVouchedFor(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	manager := s.made("User", brian)
	id := s.made("User", ada[:len(ada)-1]+`,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"`+manager+`"}}}`)
	if _, err := s.list("User", s.query("User", "")); err != nil {
		t.Fatal(err)
	}
	s.Links.Fail = func(call string) error {
		if call == "ByKey" || call == "See" {
			return gatewaytest.Down
		}
		return nil
	}
	if _, err := s.get("User", id); err != nil {
		t.Errorf("a read: %v", err)
	}
	_, err := s.patch("User", id, `{"op":"replace","path":"title","value":"x"}`, s.view())
	refused(t, err, 503, "")
}

// A record that is created under the key of one that is gone, and has its name, is another one. An entry of the cache
// that outlived the first one would show it under the first one's id.
func TestWhereKeysComeAgainNothingIsCached(t *testing.T) {
	tables := gatewaytest.Tables()
	for _, table := range tables {
		if table.Name == "roles" {
			table.Columns[0].Generated = false
		}
	}
	s := newSite(t, gatewaytest.Options{Tables: tables, AppFile: func(text []byte) []byte { return append(text, "    insert: {role_id: 7}\n"...) }})
	id := s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"night"}`)
	if _, err := s.get("Group", id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.list("Group", s.query("Group", "")); err != nil {
		t.Fatal(err)
	}
	if len(s.Links.Cache) > 0 {
		t.Errorf("the cache has %v", s.Links.Cache)
	}
	s.away()
	_, err := s.list("Group", s.query("Group", ""))
	refused(t, err, 503, "")
}
