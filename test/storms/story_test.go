package storms

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

const patchSchema = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[`

// troubles are what may go wrong with a call, by what the test calls them.
func troubles() map[string]legacy.Trouble {
	return map[string]legacy.Trouble{
		"500":                           {Status: 500},
		"502":                           {Status: 502},
		"503":                           {Status: 503},
		"503, with a time":              {Status: 503, RetryAfter: "1"},
		"429":                           {Status: 429, RetryAfter: "1"},
		"no answer, nothing done":       {Drop: legacy.BeforeTheWork},
		"no answer, though it is done":  {Drop: legacy.AfterTheWork},
		"half an answer":                {Torn: true},
		"an answer that comes too late": {Wait: 700 * time.Millisecond},
	}
}

// A person is hired, joins a team, gets another name, and leaves; each of the calls for that meets trouble in turn.
func TestWhatIsAskedForIsDoneOnceWhateverGoesWrong(t *testing.T) {
	for name, trouble := range troubles() {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete} {
			for _, times := range []int{1, 4} {
				t.Run(fmt.Sprintf("%s, %s, %d times", name, method, times), func(t *testing.T) {
					t.Parallel()
					s := newSite(t, impatient+", breaker: {failures: 0}")
					trouble.Method, trouble.Times = method, times
					s.story(func() { s.desk.Calm(); s.desk.Cause(trouble) })
				})
			}
		}
	}
}

// story is what the client wants done; before each step trouble begins anew.
func (s *site) story(trouble func()) {
	s.Helper()
	s.least = 30 * time.Second // an identity provider comes minutes later
	team := int64(1)
	group := s.ask(http.MethodGet, desk+"/Groups?excludedAttributes=members&count=1", "").body.Resources[0].ID
	before := s.members(team)

	trouble()
	hired := s.insist(http.MethodPost, desk+"/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"grace","active":true,
		"name":{"givenName":"Grace","familyName":"Hopper"},"emails":[{"value":"grace@desk.example","type":"work","primary":true}]}`)
	if found := s.agents("grace"); hired.status != http.StatusCreated || len(found) != 1 {
		s.Fatalf("hired: %+v, and there are %d", hired, len(found))
	}
	no := s.agents("grace")[0]["id"].(int64)
	at := desk + "/Users/" + hired.body.ID

	trouble()
	joined := s.insist(http.MethodPatch, desk+"/Groups/"+group, patchSchema+fmt.Sprintf(`{"op":"add","path":"members","value":[{"value":%q}]}]}`, hired.body.ID))
	want := maps.Clone(before)
	want[no] = true
	if now := s.members(team); joined.status >= 300 || !maps.Equal(now, want) {
		s.Errorf("joined: %+v, and the team is %v, not %v", joined, now, want)
	}

	trouble()
	renamed := s.insist(http.MethodPatch, at, patchSchema+`{"op":"replace","path":"name.familyName","value":"Murray"},{"op":"replace","path":"active","value":false}]}`)
	if now := s.agents("grace")[0]; renamed.status >= 300 || now["last_name"] != "Murray" || now["state"] != "locked" {
		s.Errorf("renamed: %+v, and is %v, %v", renamed, now["last_name"], now["state"])
	}

	trouble()
	left := s.insist(http.MethodPatch, desk+"/Groups/"+group, patchSchema+fmt.Sprintf(`{"op":"remove","path":"members[value eq \"%s\"]"}]}`, hired.body.ID))
	if now := s.members(team); left.status >= 300 || !maps.Equal(now, before) {
		s.Errorf("left: %+v, and the team is %v, not %v", left, now, before)
	}

	trouble()
	gone := s.insist(http.MethodDelete, at, "", http.StatusNotFound)
	if n := len(s.agents("grace")); gone.status != http.StatusNoContent && gone.status != http.StatusNotFound || n != 0 {
		s.Errorf("gone: %+v, and there are %d", gone, n)
	}
	s.desk.Calm()
}

// agents are the agents with this login, in any letter case.
func (s *site) agents(login string) []legacy.Row {
	var found []legacy.Row
	for _, r := range s.desk.Rows("agents") {
		if strings.EqualFold(fmt.Sprint(r["login"]), login) {
			found = append(found, r)
		}
	}
	return found
}

// members are the agents of a team.
func (s *site) members(team int64) map[int64]bool {
	found := map[int64]bool{}
	for _, r := range s.desk.Rows("memberships") {
		if r["team_id"] == team {
			found[r["agent_id"].(int64)] = true
		}
	}
	return found
}
