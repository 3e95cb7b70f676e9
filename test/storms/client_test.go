package storms

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// patience is how long a client sends a request before it gives up.
const patience = time.Minute

// answer is what a client sees.
type answer struct {
	status int
	retry  string // Retry-After
	body   struct {
		ID        string
		Detail    string
		Resources []struct{ ID string }
	}
}

func (s *site) send(method, path, body string) (a answer, err error) {
	req, err := http.NewRequestWithContext(s.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		return a, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/scim+json")
	resp, err := s.client.Do(req)
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err == nil && len(text) > 0 {
		err = json.Unmarshal(text, &a.body)
	}
	a.status, a.retry = resp.StatusCode, resp.Header.Get("Retry-After")
	return a, err
}

// insist sends a request until it does well, and waits in between as it is told to. Whatever else it is told is an error,
// but for the statuses that are as good.
func (s *site) insist(method, path, body string, as ...int) answer {
	s.Helper()
	for begun := time.Now(); time.Since(begun) < patience; {
		a, err := s.send(method, path, body)
		switch {
		case err != nil:
			s.Errorf("%s %s: %v", method, path, err)
			return a
		case a.status < 300 || slices.Contains(as, a.status):
			return a
		case a.status != http.StatusServiceUnavailable && a.status != http.StatusTooManyRequests:
			s.Errorf("%s %s is answered by %d %s", method, path, a.status, a.body.Detail)
			return a
		}
		seconds, err := strconv.Atoi(a.retry)
		if err != nil || seconds < 1 {
			s.Errorf("%s %s is %d, and to be sent again after %q", method, path, a.status, a.retry)
			return a
		}
		s.waited.Add(int64(max(time.Duration(seconds)*time.Second, s.least)))
	}
	s.Errorf("%s %s never did well", method, path)
	return answer{}
}

const desk = "/helpdesk/scim/v2"

// idOf finds what a filter finds alone.
func (s *site) idOf(endpoint, filter string) string {
	s.Helper()
	a := s.insist(http.MethodGet, desk+endpoint+"?filter="+url.QueryEscape(filter), "")
	if len(a.body.Resources) != 1 {
		s.Fatalf("%s finds %d", filter, len(a.body.Resources))
	}
	return a.body.Resources[0].ID
}

func user(login string) string {
	return fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":%q,"name":{"givenName":%q,"familyName":"Storm"},
		"phoneNumbers":[{"type":"work","value":"+1"},{"type":"mobile","value":"+2"}]}`, login, login)
}

func patch(op, path, value string) string {
	return fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":%q,"path":%q,"value":%s}]}`, op, path, value)
}

// ask sends a request once.
func (s *site) ask(method, path, body string) answer {
	s.Helper()
	a, err := s.send(method, path, body)
	s.must(err)
	return a
}

// wantUnavailable checks that a client is told to come again.
func (s *site) wantUnavailable(a answer) {
	s.Helper()
	if a.status != http.StatusServiceUnavailable || a.retry == "" || a.body.Detail == "" {
		s.Errorf("the client is told %+v", a)
	}
}
