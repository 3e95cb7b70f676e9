package gateway_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/memory"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/scim"
)

// lot is a site that parks, with a group and people of whom some are not there: ada and bea were deleted and can come
// back under their ids, cid is there.
type lot struct {
	site
	group  string
	ids    map[string]string
	tag    string // ends their userNames
	events map[string]int
}

func parking(t *testing.T) *lot {
	t.Helper()
	return parkingWith(t, gatewaytest.Options{}, "park")
}

// parkingIn has groups whose members are part of them, if small.
func parkingIn(t *testing.T, small bool) *lot {
	t.Helper()
	return parkingLike(t, gatewaytest.Options{}, "park", func(text []byte) []byte {
		if small {
			return bytes.Replace(text, []byte(", large: true"), nil, 1)
		}
		return text
	})
}

func parkingWith(t *testing.T, o gatewaytest.Options, missing string) *lot {
	t.Helper()
	return parkingLike(t, o, missing, bytes.Clone)
}

func parkingLike(t *testing.T, o gatewaytest.Options, missing string, edit func(text []byte) []byte) *lot {
	t.Helper()
	o.AppFile = func(text []byte) []byte {
		text = edit(deletingBy(t, reviving)(text))
		return append([]byte("scim: {missing_references: "+missing+"}\n"), bytes.TrimPrefix(text, []byte("\n"))...)
	}
	s := &lot{site: newSite(t, o), ids: map[string]string{}, events: map[string]int{}}
	var mu sync.Mutex
	for _, e := range s.App.Endpoints {
		e.Parked = func(event string, n int) {
			mu.Lock()
			defer mu.Unlock()
			s.events[event] += n
		}
	}
	s.gather()
	return s
}

// gather makes the group and the people.
func (s *lot) gather() {
	s.t.Helper()
	for _, name := range []string{"ada", "bea", "cid"} {
		s.ids[name] = s.made("User", called(name+s.tag))
	}
	s.group = s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Staff`+s.tag+`"}`)
	s.leave("ada", "bea")
}

func called(name string) string {
	return `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"` + name + `"}`
}

func (s *lot) leave(names ...string) {
	s.t.Helper()
	for _, name := range names {
		if err := s.delete("User", s.ids[name]); err != nil {
			s.t.Fatal(err)
		}
	}
}

// come brings people back through the gateway.
func (s *lot) come(names ...string) {
	s.t.Helper()
	for _, name := range names {
		if id := s.made("User", called(name+s.tag)); id != s.ids[name] {
			s.t.Fatalf("%s came back as %s, was %s", name, id, s.ids[name])
		}
	}
}

// vanish takes people away in the application itself: their ids stay theirs.
func (s *lot) vanish(names ...string) {
	s.t.Helper()
	s.come(names...)
	for _, name := range names {
		s.disappear(name)
	}
}

func (s *lot) disappear(name string) {
	s.t.Helper()
	s.set(s.Users.Entity, s.key("User", s.ids[name]), connectors.Fields{"deleted": int64(1)})
}

// resurface brings somebody back in the application itself.
func (s *lot) resurface(name string) {
	s.t.Helper()
	s.set(s.endpoint("User").Graves, s.key("User", s.ids[name]), connectors.Fields{"deleted": int64(0), "status": "A"})
}

// set changes fields in the application itself.
func (s *lot) set(e connectors.Entity, key connectors.Key, fields connectors.Fields) {
	s.t.Helper()
	change := func(connectors.Record) (connectors.Change, error) { return connectors.Change{Set: fields}, nil }
	if _, err := e.Update(s.t.Context(), key, connectors.Need{}, change); err != nil {
		s.t.Fatal(err)
	}
}

// key is the native key that an id stands for, or stood for.
func (s *lot) key(resourceType, id string) connectors.Key {
	s.t.Helper()
	links, err := s.Links.ByID(correlation.Durable(s.t.Context()), s.endpoint(resourceType).Scope, []string{id})
	if err != nil {
		s.t.Fatal(err)
	}
	return links[id].Key
}

// said is text with an id for every name in angle brackets.
func (s *lot) said(text string) string {
	for name, id := range s.ids {
		text = strings.ReplaceAll(text, "<"+name+">", id)
	}
	return text
}

func (s *lot) patched(resourceType, id, operations string) error {
	s.t.Helper()
	_, err := s.patch(resourceType, id, s.said(operations), s.view())
	return err
}

func (s *lot) change(operations string) {
	s.t.Helper()
	if err := s.patched("Group", s.group, operations); err != nil {
		s.t.Fatal(err)
	}
}

func (s *lot) put(text string) {
	s.t.Helper()
	body := s.object(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Staff` + s.tag + `"` + s.said(text) + `}`)
	w := gateway.Write{Method: "PUT", ID: s.group, Body: body}
	if _, err := s.endpoint("Group").Write(s.t.Context(), w, s.view()); err != nil {
		s.t.Fatal(err)
	}
}

// sweep goes through what is parked for groups and returns how much is left.
func (s *lot) sweep() int {
	s.t.Helper()
	left, err := s.endpoint("Group").SweepParked(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return left
}

func (s *lot) members() []string {
	s.t.Helper()
	a, err := s.get("Group", s.group)
	if err != nil {
		s.t.Fatal(err)
	}
	ids := members(s.t, a)
	for _, el := range a.Resource.List("members") {
		ids = append(ids, el.(*scim.Object).Text("value"))
	}
	return s.names(ids)
}

// parked names those that the resource waits for.
func (s *lot) parked(resourceType, owner string) []string {
	s.t.Helper()
	refs, err := s.Links.ParkedAt(s.t.Context(), s.endpoint(resourceType).Scope, owner)
	if err != nil {
		s.t.Fatal(err)
	}
	var ids []string
	for _, p := range refs {
		ids = append(ids, p.ID)
	}
	return s.names(ids)
}

func (s *lot) names(ids []string) []string {
	names := []string{}
	for name, id := range s.ids {
		for _, other := range ids {
			if other == id {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// is checks who is a member, and who is one as soon as there.
func (s *lot) is(members, parked string) {
	s.t.Helper()
	want := [][]string{strings.Fields(members), strings.Fields(parked)}
	if d := cmp.Diff(want, [][]string{s.members(), s.parked("Group", s.group)}); d != "" {
		s.t.Errorf("members and parked ones (-want +got):\n%s", d)
	}
}

const (
	addAll    = `{"op":"add","path":"members","value":[{"value":"<ada>"},{"value":"<bea>"},{"value":"<cid>"}]}`
	addAda    = `{"op":"add","path":"members","value":[{"value":"<ada>"}]}`
	removeAda = `{"op":"remove","path":"members[value eq \"<ada>\"]"}`
	manager   = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"
)

func TestAMemberWhoIsNotThereIsOneFromTheCreateOn(t *testing.T) {
	s := parking(t)
	s.change(addAll)
	s.is("cid", "ada bea")
	s.come("ada")
	s.is("ada cid", "bea")
	s.come("bea")
	s.is("ada bea cid", "")
	if d := cmp.Diff(map[string]int{"parked": 2, "applied": 2}, s.events); d != "" {
		t.Error(d)
	}
}

func TestWhatAWriteMakesOfWhatIsParked(t *testing.T) {
	cases := []struct{ name, operation, members, parked string }{
		{"an add of the same one parks it once", addAda, "cid", "ada bea"},
		{"an add of another adds to it", `{"op":"add","path":"members","value":[{"value":"<cid>"}]}`, "cid", "ada bea"},
		{"a remove by filter withdraws it", removeAda, "cid", "bea"},
		{"a remove of several by filter withdraws them", `{"op":"remove","path":"members[value eq \"<ada>\" or value eq \"<cid>\"]"}`, "", "bea"},
		{"a remove by list withdraws what is listed", `{"op":"remove","path":"members","value":[{"value":"<bea>"},{"value":"<cid>"}]}`, "", "ada"},
		{"a remove of all withdraws all", `{"op":"remove","path":"members"}`, "", ""},
		{"a remove that looks at each withdraws what it finds", `{"op":"remove","path":"members[not (value eq \"<ada>\")]"}`, "", "ada"},
		{"a replace keeps what it says", `{"op":"replace","path":"members","value":[{"value":"<bea>"}]}`, "", "bea"},
		{"a replace by one who is there withdraws the others", `{"op":"replace","path":"members","value":[{"value":"<cid>"}]}`, "cid", ""},
		{"a path-less replace keeps what it says", `{"op":"replace","value":{"id":"x","displayName":"Crew","members":[{"value":"<ada>"}]}}`, "", "ada"},
		{"a rename changes nothing of it", `{"op":"replace","path":"displayName","value":"Crew"}`, "cid", "ada bea"},
		{"a remove and an add in one request end as the last says", removeAda + `,` + addAda, "cid", "ada bea"},
		{"an add and a remove in one request end as the last says", addAda + `,` + removeAda, "cid", "bea"},
	}
	for name, small := range map[string]bool{"in a group that streams": false, "in a group that is read whole": true} {
		t.Run(name, func(t *testing.T) {
			for _, c := range cases {
				t.Run(c.name, func(t *testing.T) {
					s := parkingIn(t, small)
					s.change(addAll)
					s.change(c.operation)
					s.is(c.members, c.parked)
					s.come("ada", "bea")
					whole := strings.Fields(c.members + " " + c.parked)
					slices.Sort(whole)
					s.is(strings.Join(whole, " "), "")
				})
			}
		})
	}
}

func TestWhatAPUTMakesOfWhatIsParked(t *testing.T) {
	for _, c := range []struct{ name, put, members, parked, small string }{
		{"all of them", `,"members":[{"value":"<ada>"},{"value":"<bea>"},{"value":"<cid>"}]`, "cid", "ada bea", "cid+ada bea"},
		{"some of them", `,"members":[{"value":"<ada>"},{"value":"<cid>"}]`, "cid", "ada", "cid+ada"},
		{"none of them", `,"members":[]`, "", "", "+"},
		{"nothing of members", ``, "cid", "ada bea", "+"}, // a PUT leaves alone what streams
	} {
		t.Run(c.name, func(t *testing.T) {
			s := parking(t)
			s.change(addAll)
			s.put(c.put)
			s.is(c.members, c.parked)
			s = parkingIn(t, true)
			s.change(addAll)
			s.put(c.put)
			members, parked, _ := strings.Cut(c.small, "+")
			s.is(members, parked)
		})
	}
}

func TestANewGroupWaitsForItsMembers(t *testing.T) {
	s := parking(t)
	s.group = s.made("Group", s.said(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Crew","members":[{"value":"<ada>"},{"value":"<cid>"}]}`))
	s.is("cid", "ada")
	s.come("ada")
	s.is("ada cid", "")
}

func TestAGroupThatIsTakenOverKeepsWhatTheRequestDoesNotMention(t *testing.T) {
	s := parking(t)
	for _, c := range []struct{ name, members, now, parked string }{
		{"Found", "", "", "ada"},
		{"Found as well", `,"members":[{"value":"<bea>"},{"value":"<cid>"}]`, "cid", "bea"},
	} {
		if err := s.Tables.Insert("roles", connectors.Fields{"role_name": c.name}); err != nil {
			t.Fatal(err)
		}
		page, err := s.list("Group", s.query("Group", `displayName eq "`+c.name+`"`))
		if err != nil {
			t.Fatal(err)
		}
		s.group = page.Resources[0].Resource.Text("id")
		s.change(addAda)
		if id := s.made("Group", s.said(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"`+c.name+`"`+c.members+`}`)); id != s.group {
			t.Fatalf("it is %s, was %s", id, s.group)
		}
		s.is(c.now, c.parked)
	}
}

func TestAManagerWhoIsNotThereIsOneFromTheCreateOn(t *testing.T) {
	boss := func(s *lot) any { return s.row("employees", "login", "cid")["manager_no"] }
	for _, c := range []struct {
		name, operation string
		managed, parked bool
	}{
		{"if nothing is said since", `{"op":"replace","path":"title","value":"Clerk"}`, true, false},
		{"not if another is said since", `{"op":"replace","path":"` + manager + `","value":{"value":"<dan>"}}`, true, false},
		{"not if none is said since", `{"op":"remove","path":"` + manager + `"}`, false, false},
		{"not if none is said in the way of Entra", `{"op":"replace","path":"` + manager + `","value":""}`, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := parking(t)
			s.ids["dan"] = s.made("User", called("dan"))
			if err := s.patched("User", s.ids["cid"], `{"op":"add","path":"`+manager+`","value":{"value":"<dan>"}}`); err != nil {
				t.Fatal(err)
			}
			if err := s.patched("User", s.ids["cid"], `{"op":"replace","path":"`+manager+`","value":{"value":"<ada>"}}`); err != nil {
				t.Fatal(err)
			}
			if got := s.parked("User", s.ids["cid"]); boss(s) != nil || !slices.Equal(got, []string{"ada"}) {
				t.Fatalf("the manager is %v, and to be %v", boss(s), got)
			}
			if err := s.patched("User", s.ids["cid"], c.operation); err != nil {
				t.Fatal(err)
			}
			s.come("ada")
			if (boss(s) != nil) != c.managed || len(s.parked("User", s.ids["cid"])) > 0 {
				t.Errorf("the manager is %v, and to be %v", boss(s), s.parked("User", s.ids["cid"]))
			}
			if c.managed {
				want := "ada"
				if strings.Contains(c.operation, "dan") {
					want = "dan"
				}
				if boss(s) != s.row("employees", "login", want)["emp_no"] {
					t.Errorf("the manager is %v, want %s", boss(s), want)
				}
			}
		})
	}
}

func TestAManagerWhomTheApplicationHasMeanwhileStays(t *testing.T) {
	s := parking(t)
	s.ids["dan"] = s.made("User", called("dan"))
	if err := s.patched("User", s.ids["cid"], `{"op":"add","path":"`+manager+`","value":{"value":"<ada>"}}`); err != nil {
		t.Fatal(err)
	}
	dan := s.row("employees", "login", "dan")["emp_no"]
	s.set(s.Users.Entity, s.key("User", s.ids["cid"]), connectors.Fields{"manager_no": dan})
	s.come("ada")
	if got := s.row("employees", "login", "cid")["manager_no"]; got != dan || len(s.parked("User", s.ids["cid"])) > 0 {
		t.Errorf("the manager is %v, want %v", got, dan)
	}
}

func TestAReferenceToAnIDThatNobodyEverHadIsParked(t *testing.T) {
	s := parking(t)
	s.ids["eve"] = "eve@example.com"
	s.change(`{"op":"add","path":"members","value":[{"value":"<eve>"},{"value":"<cid>"}]}`)
	s.is("cid", "eve")
	if left := s.sweep(); left != 1 {
		t.Errorf("%d are left", left)
	}
}

func TestAnIDThatIsANativeKeyIsWaitedForBeforeAnybodyHadIt(t *testing.T) {
	s := parkingLike(t, gatewaytest.Options{}, "park", func(text []byte) []byte {
		return bytes.Replace(text, []byte("key: emp_no\n"), []byte("key: emp_no\n    identity: key\n"), 1)
	})
	s.ids["dan"] = "4"
	s.change(`{"op":"add","path":"members","value":[{"value":"<dan>"},{"value":"<cid>"}]}`)
	s.is("cid", "dan")
	s.come("dan")
	s.is("cid dan", "")
}

func TestAnIDThatIsImportedIsWaitedForBeforehand(t *testing.T) {
	s := parking(t)
	s.ids["dan"] = "701984"
	s.change(`{"op":"add","path":"members","value":[{"value":"<dan>"}]}`)
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "dan", "status": "A", "deleted": int64(0)}); err != nil {
		t.Fatal(err)
	}
	s.is("", "dan")
	links := []correlation.Link{{ID: "701984", Key: "4", Claimed: true}}
	if _, err := s.Links.Enter(t.Context(), s.endpoint("User").Scope, links, true); err != nil {
		t.Fatal(err)
	}
	if left := s.sweep(); left != 0 {
		t.Errorf("%d are left", left)
	}
	s.is("dan", "")
}

func TestAMemberOfOneOfSeveralTypesIsParkedOnce(t *testing.T) {
	tables := gatewaytest.Tables()
	for i := range tables {
		if tables[i].Name == "employee_roles" {
			tables[i].Columns = append(tables[i].Columns, memory.Column{Name: "kind", Type: connectors.TypeText, Fold: fold.ASCII})
		}
	}
	s := parkingLike(t, gatewaytest.Options{Tables: tables}, "park", func(text []byte) []byte {
		return bytes.Replace(text, []byte("{field: emp_no, ref: User}}, large"), []byte("{field: emp_no, ref: {User: U, Group: G}, by: kind}}, large"), 1)
	})
	s.change(addAll)
	s.is("cid", "ada bea")
	s.change(removeAda)
	s.come("ada", "bea")
	s.is("bea cid", "")
}

func TestWhoeverComesByAnotherWayIsFoundByTheSweep(t *testing.T) {
	s := parking(t)
	s.vanish("ada", "bea")
	s.change(addAll)
	s.resurface("ada")
	s.is("cid", "ada bea")
	if left := s.sweep(); left != 1 {
		t.Errorf("%d are left, want bea", left)
	}
	s.is("ada cid", "bea")
}

func TestWhatHasExpiredIsNotStored(t *testing.T) {
	s := parkingWith(t, gatewaytest.Options{}, "{park: 48h}")
	s.change(addAll)
	s.Set(s.Now().Add(24 * time.Hour))
	s.change(`{"op":"add","path":"members","value":[{"value":"<bea>"}]}`) // is asked for again
	s.Set(s.Now().Add(24 * time.Hour))
	s.come("ada")
	s.is("cid", "bea")
	if left := s.sweep(); left != 1 || s.events["expired"] != 1 {
		t.Errorf("%d are left, events %v", left, s.events)
	}
	s.Set(s.Now().Add(24 * time.Hour))
	if left := s.sweep(); left != 0 || s.events["expired"] != 2 {
		t.Errorf("%d are left, events %v", left, s.events)
	}
	s.come("bea")
	s.is("cid", "")
}

func TestWithAGroupGoesWhatIsParkedForIt(t *testing.T) {
	s := parking(t)
	s.change(addAll)
	if err := s.delete("Group", s.group); err != nil {
		t.Fatal(err)
	}
	if got := s.parked("Group", s.group); len(got) > 0 {
		t.Errorf("%v are parked", got)
	}
	s.come("ada")
	refused(t, s.patched("Group", s.group, addAda), 404, "")
}

func TestAGroupThatTheApplicationHasNoMoreGetsNobody(t *testing.T) {
	s := parking(t)
	s.change(addAll)
	if err := s.Groups.Entity.Delete(t.Context(), s.key("Group", s.group), connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
		return connectors.Change{}, nil
	}); err != nil {
		t.Fatal(err)
	}
	s.come("ada")
	if got := s.parked("Group", s.group); !slices.Equal(got, []string{"bea"}) || s.events["refused"] != 1 {
		t.Errorf("%v are parked, events %v", got, s.events)
	}
}

func TestAWriteThatFailsLeavesWhatIsParked(t *testing.T) {
	s := parking(t)
	s.change(addAll)
	v := s.view()
	v.IfMatch = []string{`W/"other"`}
	_, err := s.patch("Group", s.group, s.said(removeAda), v)
	refused(t, err, 412, "")
	s.Groups.Fail = once("Update", connectors.Errorf(connectors.Unavailable, "update", "connection refused"))
	refused(t, s.patched("Group", s.group, removeAda), 503, "")
	s.Groups.Fail = once("Delete", connectors.Errorf(connectors.Unavailable, "delete", "connection refused"))
	refused(t, s.delete("Group", s.group), 503, "")
	s.is("cid", "ada bea")
	s.come("ada")
	s.is("ada cid", "bea")
}

func TestAPlanParksNothingAndWithdrawsNothing(t *testing.T) {
	s := parking(t)
	s.change(addAda)
	v := s.view()
	v.Plan = true
	for _, op := range []string{addAll, removeAda} {
		if _, err := s.patch("Group", s.group, s.said(op), v); err != nil {
			t.Fatal(err)
		}
	}
	s.is("", "ada")
	s.come("ada")
	s.is("ada", "")
}

func TestWhatCannotBeStoredOnArrivalIsStoredLater(t *testing.T) {
	s := parking(t)
	s.change(addAll)
	s.Groups.Fail = once("Update", connectors.Errorf(connectors.Unavailable, "update", "connection refused"))
	s.come("ada")
	s.is("cid", "ada bea")
	if left := s.sweep(); left != 1 {
		t.Errorf("%d are left", left)
	}
	s.is("ada cid", "bea")
}

func TestWhatIsRefusedKeepsBackNothingElse(t *testing.T) {
	s := parking(t)
	s.vanish("ada", "bea")
	s.change(addAll)
	s.resurface("ada")
	s.resurface("bea")
	calls := 0
	s.Groups.Fail = func(call string) error {
		if call != "Update" {
			return nil
		}
		if calls++; calls > 2 { // both together, and the first by itself
			return nil
		}
		return connectors.Errorf(connectors.Invalid, "update", "check constraint")
	}
	if left := s.sweep(); left != 0 {
		t.Errorf("%d are left", left)
	}
	if got := s.members(); len(got) != 2 || s.events["refused"] != 1 || s.events["applied"] != 1 {
		t.Errorf("%v are members, events %v", got, s.events)
	}
}

func TestWhatTheStoreCannotKeepIsAskedForAgain(t *testing.T) {
	s := parking(t)
	s.Links.Fail = once("Park", gatewaytest.Down)
	refused(t, s.patched("Group", s.group, addAll), 503, "")
	s.change(addAll)
	s.is("cid", "ada bea")
}

func TestWhatIsStoredTwiceIsThereOnce(t *testing.T) {
	s := parking(t)
	s.change(addAll)
	s.Links.Fail = once("Unpark", gatewaytest.Down) // as if the gateway had died after it stored it
	s.come("ada")
	s.is("ada cid", "ada bea")
	s.Set(s.Now().Add(time.Minute))
	s.sweep()
	s.is("ada cid", "bea")
	if n := len(s.Tables.Rows("employee_roles")); n != 2 {
		t.Errorf("there are %d rows", n)
	}
}

func TestWhoeverComesWhileTheReferenceIsParkedIsNotMissed(t *testing.T) {
	s := parking(t)
	came := false
	s.Links.Fail = func(call string) error {
		if call == "Park" && !came {
			came = true
			s.come("ada")
		}
		return nil
	}
	s.change(addAll)
	s.is("ada cid", "bea")
}

func TestAWriteComesBehindWhatIsBeingStored(t *testing.T) {
	s := parking(t)
	s.change(addAda)
	groups := s.endpoint("Group").Scope
	refs, err := s.Links.ParkedAt(t.Context(), groups, s.group)
	if err != nil {
		t.Fatal(err)
	}
	taken, err := s.Links.Take(t.Context(), groups, refs, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, s.patched("Group", s.group, removeAda), 503, "")
	s.come("ada")
	s.is("", "ada")
	if err := s.Links.Return(t.Context(), groups, taken); err != nil {
		t.Fatal(err)
	}
	s.change(removeAda)
	s.sweep()
	s.is("", "")
}

func TestAnAppFileThatNoLongerParksForgets(t *testing.T) {
	s := parking(t)
	s.change(addAll)
	for _, e := range s.App.Endpoints {
		e.Settings.Park = 0
	}
	refused(t, s.patched("Group", s.group, addAda), 400, scim.InvalidValue)
	s.come("ada")
	if left := s.sweep(); left != 0 {
		t.Errorf("%d are left", left)
	}
	s.is("cid", "")
}

func TestTheSweepGoesOnAfterAnError(t *testing.T) {
	s := parking(t)
	first := s.group
	s.vanish("ada")
	s.change(addAda)
	s.group = s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Crew"}`)
	s.change(addAda)
	s.resurface("ada")
	s.Groups.Fail = once("Update", connectors.Errorf(connectors.Unavailable, "update", "connection refused"))
	left, err := s.endpoint("Group").SweepParked(t.Context())
	if e, ok := errors.AsType[*scim.Error](err); !ok || e.Status != 503 || left != 1 {
		t.Errorf("%d are left, %v", left, err)
	}
	if left := s.sweep(); left != 0 {
		t.Errorf("%d are left", left)
	}
	s.is("ada", "")
	s.group = first
	s.is("ada", "")
}

func TestWithoutParkingAReferenceThatLeadsNowhereIsRefused(t *testing.T) {
	s := parkingWith(t, gatewaytest.Options{}, "refuse")
	refused(t, s.patched("Group", s.group, addAll), 400, scim.InvalidValue)
	if len(s.events) > 0 {
		t.Error(s.events)
	}
}
