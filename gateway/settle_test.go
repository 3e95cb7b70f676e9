package gateway_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// forgotten creates ada, and then the store loses the power and with it her link, which was told. It returns her id.
func forgotten(t *testing.T, distinct bool) (s mortal, id string) {
	t.Helper()
	s = newMortal(t, distinct, "if_unclaimed")
	id = s.made("User", user("ada"))
	s.LosePower(t, func(int) int { return 0 })
	links, err := s.Links.ByID(t.Context(), s.endpoint("User").Scope, []string{id})
	if err != nil || len(links) > 0 {
		t.Fatalf("the link was not lost: %v, %v", links, err)
	}
	return s, id
}

func TestAnIDThatWasToldLeadsToItsRecordAfterALossOfPower(t *testing.T) {
	for _, distinct := range []bool{true, false} {
		for name, use := range map[string]func(s mortal, id string) error{
			"read": func(s mortal, id string) error { return second(s.get("User", id)) },
			"changed": func(s mortal, id string) error {
				return second(s.patch("User", id, `{"op":"replace","path":"title","value":"x"}`, s.view()))
			},
			"deleted": func(s mortal, id string) error { return s.delete("User", id) },
			"referred to": func(s mortal, id string) error {
				return second(s.create("Group", fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff","members":[{"value":%q}]}`, id)))
			},
			"created again": func(s mortal, id string) error {
				s.Set(s.Now().Add(time.Minute))
				a, err := s.create("User", user("ada"))
				if err == nil && a.Resource.Text("id") != id {
					err = fmt.Errorf("the id is %s now", a.Resource.Text("id"))
				}
				return err
			},
		} {
			t.Run(fmt.Sprintf("%s, distinct %t", name, distinct), func(t *testing.T) {
				s, id := forgotten(t, distinct)
				if err := use(s, id); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestAnUnknownIDIsNo404WhileNobodyCanSayWhetherItWasTold(t *testing.T) {
	s, id := forgotten(t, true)
	s.Users.Fail = once("List", connectors.Errorf(connectors.Unavailable, "list", "refused"))
	refused(t, second(s.get("User", id)), 503, "")
	if _, err := s.get("User", id); err != nil {
		t.Error(err)
	}
}

func TestWhatAnIntentLeftBehindIsLookedForOnceItIsNobodys(t *testing.T) {
	s, id := forgotten(t, true)
	nobody := s.endpoint("User").Scope.Derive("999", 1)
	asked := func() bool {
		s.Users.Calls()
		refused(t, second(s.get("User", nobody)), 404, "")
		return slices.Contains(s.Users.Calls(), "List")
	}
	if !asked() || !asked() {
		t.Error("nobody looks for what an intent under way may leave behind")
	}
	s.Set(s.Now().Add(time.Hour))
	if !asked() || asked() {
		t.Error("an intent that is nobody's is not looked at once")
	}
	if _, err := s.get("User", id); err != nil {
		t.Error(err)
	}
}
