package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/memory"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/scim"
)

// mindful is a site that rebuilds what its store has lost.
func mindful(t *testing.T, o gatewaytest.Options) site {
	t.Helper()
	o.Rebuild = true
	return newSite(t, o)
}

// hired inserts so many employees behind the gateway's back, and returns the ids that they will have.
func (s site) hired(n int) []string {
	s.t.Helper()
	ids := make([]string, n)
	for i := range n {
		row := connectors.Fields{"login": fmt.Sprintf("u%d", i+1), "status": "A", "deleted": int64(0)}
		if err := s.Tables.Insert("employees", row); err != nil {
			s.t.Fatal(err)
		}
		ids[i] = s.endpoint("User").Scope.Derive(connectors.Key(fmt.Sprint(i+1)), 1)
	}
	return ids
}

// nobody is an id of the right shape that no record has.
func (s site) nobody() string { return s.endpoint("User").Scope.Derive("999999", 1) }

func TestAfterTheLossOfTheStoreEveryIDThatWasToldLeadsToItsRecord(t *testing.T) {
	for name, use := range map[string]func(s site, id string) error{
		"read": func(s site, id string) error { return second(s.get("User", id)) },
		"changed": func(s site, id string) error {
			return second(s.patch("User", id, `{"op":"replace","path":"title","value":"x"}`, s.view()))
		},
		"deleted": func(s site, id string) error { return s.delete("User", id) },
		"looked for": func(s site, id string) error {
			l, err := s.list("User", s.query("User", fmt.Sprintf("id eq %q", id)))
			if err == nil && len(l.Resources) != 1 {
				err = fmt.Errorf("%d resources are found", len(l.Resources))
			}
			return err
		},
		"referred to": func(s site, id string) error {
			return second(s.create("Group", fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff","members":[{"value":%q}]}`, id)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := mindful(t, gatewaytest.Options{})
			s.made("User", brian)
			id := s.made("User", ada)
			s.LoseStore(t)
			if err := use(s, id); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOnceAllRecordsWereSeenAnUnknownIDIsNobodys(t *testing.T) {
	s := mindful(t, gatewaytest.Options{})
	s.hired(3)
	asked := func(id string) (lists int) {
		s.Users.Calls()
		refused(t, second(s.get("User", id)), 404, "")
		for _, call := range s.Users.Calls() {
			if call == "List" {
				lists++
			}
		}
		return lists
	}
	if n := asked("no-such-user"); n != 0 {
		t.Errorf("for an id of another shape the application was asked %d times", n)
	}
	if n := asked(s.nobody()); n != 1 {
		t.Errorf("the application was asked %d times", n)
	}
	if n := asked(s.nobody()); n != 0 {
		t.Errorf("the application was asked %d times again", n)
	}
}

func TestTheDeletedAreNotBroughtBackByARebuild(t *testing.T) {
	s := mindful(t, gatewaytest.Options{})
	id := s.made("User", ada)
	if err := s.delete("User", id); err != nil {
		t.Fatal(err)
	}
	s.LoseStore(t)
	refused(t, second(s.get("User", id)), 404, "")
	if links, err := s.Links.ByID(t.Context(), s.endpoint("User").Scope, []string{id}); err != nil || len(links) > 0 {
		t.Errorf("%v, %v", links, err)
	}
}

// barrier holds the second list of users until it is opened.
func (s site) barrier() (reached <-chan bool, open func()) {
	at, goOn := make(chan bool), make(chan bool)
	var lists atomic.Int32
	s.Users.Fail = func(call string) error {
		if call == "List" && lists.Add(1) == 2 {
			close(at)
			<-goOn
		}
		return nil
	}
	return at, func() { close(goOn) }
}

// ready asks until an id is not unavailable any more, and returns what is said then.
func (s site) ready(id string) error {
	s.t.Helper()
	for s.t.Context().Err() == nil {
		err := second(s.get("User", id))
		if e, ok := errors.AsType[*scim.Error](err); !ok || e.Status != 503 {
			return err
		}
	}
	return s.t.Context().Err()
}

func TestWhileALargeApplicationIsScannedNoUnknownIDIsNobodys(t *testing.T) {
	limits := gatewaytest.Limits()
	limits.ScanRows = 400
	s := mindful(t, gatewaytest.Options{Limits: limits})
	ids := s.hired(1100)
	reached, open := s.barrier()
	if e := refused(t, second(s.get("User", ids[1099])), 503, ""); e.RetryAfter <= 0 {
		t.Error("it does not say when to come again")
	}
	<-reached
	other := *s.endpoint("User") // on another replica
	other.Rebuilds = gateway.NewRebuilds()
	defer other.Rebuilds.Close()
	for name, use := range map[string]func() error{
		"read":      func() error { return second(s.get("User", s.nobody())) },
		"elsewhere": func() error { return second(other.Get(t.Context(), s.nobody(), s.view())) },
		"deleted":   func() error { return s.delete("User", s.nobody()) },
		"referred to": func() error {
			return second(s.create("Group", fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff","members":[{"value":%q}]}`, s.nobody())))
		},
		"looked for": func() error { return second(s.list("User", s.query("User", fmt.Sprintf("id eq %q", s.nobody())))) },
	} {
		if err := use(); err == nil {
			t.Errorf("%s: it is known", name)
		} else {
			refused(t, err, 503, "")
		}
	}
	refused(t, second(s.get("User", "no-such-user")), 404, "")
	if err := second(s.get("User", ids[0])); err != nil { // of the first page
		t.Error(err)
	}
	open()
	refused(t, s.ready(s.nobody()), 404, "")
	if err := second(s.get("User", ids[1099])); err != nil {
		t.Error(err)
	}
}

func TestAScanThatWasInterruptedGoesOnWhereItWas(t *testing.T) {
	s := mindful(t, gatewaytest.Options{})
	ids := s.hired(1100)
	var lists int
	s.Users.Fail = func(call string) error {
		if call != "List" {
			return nil
		}
		if lists++; lists == 2 {
			return connectors.Errorf(connectors.Unavailable, "list", "refused")
		}
		return nil
	}
	refused(t, second(s.get("User", ids[1099])), 503, "")
	how, err := s.Links.Scanned(t.Context(), s.endpoint("User").Scope)
	if err != nil || how.Records != 500 || how.After == "" {
		t.Fatalf("%+v, %v", how, err)
	}
	if err := second(s.get("User", ids[1099])); err != nil {
		t.Error(err)
	}
	if lists != 2+2+3 { // the rest, and a second look
		t.Errorf("the application was asked for %d pages", lists)
	}
}

func TestAPlaceThatIsNoneAnyMoreIsBegunAgainFrom(t *testing.T) {
	s := mindful(t, gatewaytest.Options{})
	ids := s.hired(2)
	if err := s.Links.Scan(t.Context(), s.endpoint("User").Scope, correlation.Scan{After: "gone", Records: 7}); err != nil {
		t.Fatal(err)
	}
	if err := second(s.get("User", ids[1])); err != nil {
		t.Error(err)
	}
}

func TestARecordThatMovesWhileItsPagesAreCountedIsFound(t *testing.T) {
	s := mindful(t, gatewaytest.Options{Shape: func(sh *connectors.Shape) { sh.After = false }})
	ids := s.hired(1001)
	var lists int
	s.Users.Fail = func(call string) error {
		if call == "List" {
			if lists++; lists == 2 { // somebody of the first page goes
				return s.Users.Entity.Delete(t.Context(), "3", connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
					return s.endpoint("User").Mapping.Removal(s.Now())
				})
			}
		}
		return nil
	}
	for _, id := range []string{ids[500], ids[1000]} {
		if err := second(s.get("User", id)); err != nil {
			t.Error(err)
		}
	}
}

func TestARebuildSaysHowFarItIsAndWhatItFound(t *testing.T) {
	s := mindful(t, gatewaytest.Options{})
	s.hired(700)
	e := s.endpoint("User")
	var told []int
	how, err := e.Rebuild(t.Context(), true, func(how correlation.Scan) { told = append(told, how.Records) })
	if err != nil || how.Completed.IsZero() || how.Records != 700 || how.New != 700 {
		t.Errorf("%+v, %v", how, err)
	}
	if !slices.Equal(told[:2], []int{500, 700}) {
		t.Errorf("it was %v", told)
	}
	how, err = e.Rebuild(t.Context(), true, nil)
	if err != nil || how.New != 0 {
		t.Errorf("a second time: %+v, %v", how, err)
	}
}

func TestOneReplicaRebuildsAtATime(t *testing.T) {
	s := mindful(t, gatewaytest.Options{})
	s.hired(3)
	e := s.endpoint("User")
	lease, err := s.Links.Hold(t.Context(), e.Scope, "rebuild", 1e9)
	if err != nil || !lease.Mine {
		t.Fatal(lease, err)
	}
	refused(t, second(e.Rebuild(t.Context(), true, nil)), 503, "")
	refused(t, second(s.get("User", s.nobody())), 503, "")
	if err := s.Links.Release(t.Context(), lease); err != nil {
		t.Fatal(err)
	}
	refused(t, second(s.get("User", s.nobody())), 404, "")
}

func TestARequestThatIsOverDoesNotEndTheScan(t *testing.T) {
	s := mindful(t, gatewaytest.Options{})
	ids := s.hired(600)
	reached, open := s.barrier()
	ctx, leave := context.WithCancel(t.Context())
	answer := make(chan error, 1)
	go func() { answer <- second(s.endpoint("User").Get(ctx, ids[0], s.view())) }()
	<-reached
	leave()
	refused(t, <-answer, 503, "")
	open()
	if err := s.ready(ids[599]); err != nil {
		t.Error(err)
	}
}

// Of an id that may be of one of several types the store knows which one it is: nobody reads all records of the others.
func TestAKnownIDIsNotLookedForAmongOtherTypes(t *testing.T) {
	tables := gatewaytest.Tables()
	for i := range tables {
		if tables[i].Name == "employee_roles" {
			tables[i].Columns = append(tables[i].Columns, memory.Column{Name: "kind", Type: connectors.TypeText, Fold: fold.None, NotNull: true})
			tables[i].Key = append(tables[i].Key, "kind")
		}
	}
	s := mindful(t, gatewaytest.Options{Tables: tables, AppFile: func(text []byte) []byte {
		return bytes.Replace(text, []byte("{field: emp_no, ref: User}}, large"), []byte("{field: emp_no, ref: {User: U, Group: G}, by: kind}}, large"), 1)
	}})
	person, group := s.made("User", ada), s.made("Group", groupCalled("inner"))
	s.made("Group", groupCalled("outer", person, group))
	for _, name := range []string{"User", "Group"} {
		how, err := s.Links.Scanned(t.Context(), s.endpoint(name).Scope)
		if err != nil || how != (correlation.Scan{}) {
			t.Errorf("%s was scanned: %+v, %v", name, how, err)
		}
	}
	refused(t, second(s.create("Group", groupCalled("nobody's", s.nobody()))), 400, scim.InvalidValue)
	s.LoseStore(t)
	s.made("Group", groupCalled("found again", person, group))
}

func groupCalled(name string, members ...string) string {
	return strings.Replace(groupOf(members), `"staff"`, fmt.Sprintf("%q", name), 1)
}
