package restfaults

import (
	"fmt"
	"maps"
	"net/http"
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
					s := open(t, "breaker: {failures: 0}, longest_wait: 50ms")
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
	team := int64(1)
	group := s.do(http.MethodGet, "/Groups?excludedAttributes=members&count=1", "").Resources[0].ID
	before := s.members(team)

	trouble()
	hired := s.insist(http.MethodPost, "/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"grace","active":true,
		"name":{"givenName":"Grace","familyName":"Hopper"},"emails":[{"value":"grace@desk.example","type":"work","primary":true}]}`)
	if found := s.agents("grace"); hired.Status != http.StatusCreated || len(found) != 1 {
		s.Fatalf("hired: %+v, and there are %d", hired, len(found))
	}
	no := s.agents("grace")[0]["id"].(int64)
	user := "/Users/" + hired.ID

	trouble()
	joined := s.insist(http.MethodPatch, "/Groups/"+group, patchSchema+fmt.Sprintf(`{"op":"add","path":"members","value":[{"value":%q}]}]}`, hired.ID))
	want := maps.Clone(before)
	want[no] = true
	if now := s.members(team); joined.Status >= 300 || !maps.Equal(now, want) {
		s.Errorf("joined: %+v, and the team is %v, not %v", joined, now, want)
	}

	trouble()
	renamed := s.insist(http.MethodPatch, user, patchSchema+`{"op":"replace","path":"name.familyName","value":"Murray"},{"op":"replace","path":"active","value":false}]}`)
	if now := s.agents("grace")[0]; renamed.Status >= 300 || now["last_name"] != "Murray" || now["state"] != "locked" {
		s.Errorf("renamed: %+v, and is %v, %v", renamed, now["last_name"], now["state"])
	}

	trouble()
	left := s.insist(http.MethodPatch, "/Groups/"+group, patchSchema+fmt.Sprintf(`{"op":"remove","path":"members[value eq \"%s\"]"}]}`, hired.ID))
	if now := s.members(team); left.Status >= 300 || !maps.Equal(now, before) {
		s.Errorf("left: %+v, and the team is %v, not %v", left, now, before)
	}

	trouble()
	gone := s.insist(http.MethodDelete, user, "")
	if n := len(s.agents("grace")); gone.Status != http.StatusNoContent && gone.Status != http.StatusNotFound || n != 0 {
		s.Errorf("gone: %+v, and there are %d", gone, n)
	}
	s.desk.Calm()
}
