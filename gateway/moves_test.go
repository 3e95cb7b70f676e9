package gateway_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

// named is a site whose groups have their names for keys, and the id of one of them. The lines of the app file that
// contain one of these texts are left out.
func named(t *testing.T, without ...string) (s site, id string) {
	t.Helper()
	tables := gatewaytest.Tables()
	tables[2].Key, tables[2].Columns[0].NotNull = []string{"role_name"}, false
	tables[2].Columns[1].NotNull = true
	s = newSite(t, gatewaytest.Options{Tables: tables, AppFile: func(text []byte) []byte {
		var kept []string
		for l := range strings.Lines(string(text)) {
			out := func(part string) bool { return strings.Contains(l, part) }
			if !slices.ContainsFunc(append(without, "Group.members", "members:"), out) {
				kept = append(kept, l)
			}
		}
		return []byte(strings.ReplaceAll(strings.Join(kept, ""), "key: role_id\n", "key: role_name\n"))
	}})
	return s, s.made("Group", `{"displayName":"day"}`)
}

const toNight = `{"op":"replace","path":"displayName","value":"night"}`

// interrupt renames the group to night without an answer, behind the application or before it.
func (s site) interrupt(id string, moved bool) {
	s.t.Helper()
	if moved {
		s.Groups.After = once("Update", errLost)
	} else {
		s.Groups.Fail = once("Update", errLost)
	}
	refused(s.t, second(s.patch("Group", id, toNight, s.view())), 503, "")
	s.Groups.After, s.Groups.Fail = nil, nil
}

func (s site) isNight(id string) {
	s.t.Helper()
	a, err := s.get("Group", id)
	if err != nil || a.Resource.Text("displayName") != "night" {
		s.t.Errorf("%s leads to %v, %v", id, a.Resource, err)
	}
}

func TestWhoeverMissesARecordThatMovedWithoutAnAnswerFindsItWhereItIs(t *testing.T) {
	for name, miss := range map[string]func(s site, id string) error{
		"a read":  func(s site, id string) error { return second(s.get("Group", id)) },
		"a retry": func(s site, id string) error { return second(s.patch("Group", id, toNight, s.view())) },
		"a PUT": func(s site, id string) error {
			return second(s.replace("Group", id, `{"displayName":"night"}`, s.view()))
		},
		"the janitor": func(s site, id string) error { return second(s.endpoint("Group").Tidy(s.t.Context())) },
		"a list": func(s site, id string) error {
			found, err := s.list("Group", s.query("Group", `displayName eq "night"`))
			if err == nil && (len(found.Resources) != 1 || found.Resources[0].Resource.Text("id") != id) {
				err = fmt.Errorf("%s is %v", id, found.Resources)
			}
			return err
		},
		"a create of the same": func(s site, _ string) error {
			refused(s.t, second(s.create("Group", `{"displayName":"night"}`)), 409, "uniqueness")
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, id := named(t)
			s.interrupt(id, true)
			s.Set(s.Now().Add(time.Minute))
			if err := miss(s, id); err != nil {
				t.Fatal(err)
			}
			s.isNight(id)
		})
	}
}

func TestADeleteFindsARecordThatMovedWithoutAnAnswer(t *testing.T) {
	s, id := named(t)
	s.interrupt(id, true)
	if err := s.delete("Group", id); err != nil {
		t.Fatal(err)
	}
	if left := s.Tables.Rows("roles"); len(left) > 0 {
		t.Errorf("there is %v", left)
	}
	refused(t, second(s.get("Group", id)), 404, "")
}

func TestARecordThatDidNotMoveIsFoundWhereItWas(t *testing.T) {
	s, id := named(t)
	s.interrupt(id, false)
	if a, err := s.get("Group", id); err != nil || a.Resource.Text("displayName") != "day" {
		t.Fatal(a.Resource, err)
	}
	other := s.made("Group", `{"displayName":"evening"}`)
	if a, err := s.get("Group", other); err != nil || a.Resource.Text("displayName") != "evening" {
		t.Fatal(a.Resource, err)
	}
	s.Set(s.Now().Add(time.Minute))
	if err := second(s.patch("Group", id, toNight, s.view())); err != nil {
		t.Fatal(err)
	}
	s.isNight(id)
	s.Set(s.Now().Add(time.Hour))
	if got, err := s.endpoint("Group").Tidy(t.Context()); err != nil || cmp.Diff(gateway.Tidied{}, got) != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestARecordIsFoundThatMovedWithoutAnAnswerAndIsRecognisedByNothing(t *testing.T) {
	s, id := named(t, "match: displayName")
	s.interrupt(id, true)
	s.isNight(id)
	links, err := s.Links.ByKey(t.Context(), s.endpoint("Group").Scope, []connectors.Key{"night"})
	if err != nil || links["night"].ID != id {
		t.Errorf("%v, %v", links, err)
	}
}
