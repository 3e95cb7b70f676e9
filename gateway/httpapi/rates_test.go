package httpapi_test

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/httpapi"
)

// limited is a site whose clients "often" and "seldom" have a rate; "free" has none.
func limited(t *testing.T) *site {
	t.Helper()
	account := func(name string, rate auth.Rate) auth.Account {
		return auth.Account{
			Client: auth.Client{Name: name, Apps: map[string]auth.Access{"hr": auth.Read}, Rate: rate},
			Tokens: []auth.Token{{SHA256: sha256.Sum256([]byte(name))}},
		}
	}
	return newSite(t, gatewaytest.Options{}, func(o *httpapi.Options) {
		o.Auth = auth.New(o.Clock, account("often", auth.Rate{PerSecond: 4, Burst: 8}), account("seldom", auth.Rate{PerSecond: 1, Burst: 1}), account("free", auth.Rate{}))
	})
}

// as asks n times, and says how often that was answered and how long the last refusal wants the client to wait.
func (s *site) as(client string, n int, request string) (answered int, wait string) {
	s.t.Helper()
	method, path, _ := strings.Cut(request, " ")
	for range n {
		a := s.send(method, path, "", "Authorization", "Bearer "+client)
		if a.code != 429 {
			answered++
			continue
		}
		a.isError(s.t, 429, "")
		wait = a.Header.Get("Retry-After")
	}
	return answered, wait
}

func TestAClientThatAsksTooOftenIsToldWhenToAskAgain(t *testing.T) {
	s := limited(t)
	step := func(name, client string, asked int, request string, want int, wantWait string) {
		t.Helper()
		if got, wait := s.as(client, asked, request); got != want || wait != wantWait {
			t.Errorf("%s: %d of %d were answered, want %d; it is to wait %q, want %q", name, got, asked, want, wait, wantWait)
		}
	}
	step("after a rest", "often", 9, "GET /Users", 8, "1")
	step("at once again", "often", 1, "GET /Schemas", 0, "1")
	step("another client", "seldom", 2, "GET /Users", 1, "1")
	step("one without a rate", "free", 20, "GET /Users", 20, "")
	s.Set(s.Now().Add(250 * time.Millisecond))
	step("when there is room for one", "often", 2, "GET /Users", 1, "1")
	step("when there is room for less than one", "seldom", 1, "GET /Users", 0, "1")
	s.Set(s.Now().Add(750 * time.Millisecond))
	step("a second after", "often", 5, "GET /Users", 3, "1")
	step("a second after, whatever was refused meanwhile", "seldom", 2, "GET /Users", 1, "1")
	s.Set(s.Now().Add(time.Hour))
	step("after an hour", "often", 20, "GET /Users", 8, "1")
	s.Set(s.Now().Add(-time.Hour))
	step("when the clock goes back", "often", 1, "GET /Users", 0, "1")
}

func TestOnlyWhatAClientAsksOfAnAppIsCounted(t *testing.T) {
	s := limited(t)
	for request, status := range map[string]int{
		"GET /Users seldom-": 401, "GET /Users ": 401, "GET //other/scim/v2/Users seldom": 404, "GET //seldom seldom": 404,
	} {
		parts := strings.Split(request, " ")
		for range 5 {
			if a := s.send(parts[0], parts[1], "", "Authorization", "Bearer "+parts[2]); a.code != status {
				t.Errorf("%s: %d %s", request, a.code, a.text)
			}
		}
	}
	if got, _ := s.as("seldom", 1, "GET /Users"); got != 1 {
		t.Error("the client pays for what others sent, or for what led nowhere")
	}
	// What is refused for another reason was asked all the same.
	s.Set(s.Now().Add(time.Second))
	if got, _ := s.as("seldom", 3, "POST /Users"); got != 1 {
		t.Errorf("%d writes of a client that may read were answered", got)
	}
}

func TestEveryRefusalIsCountedAndLogged(t *testing.T) {
	s := limited(t)
	s.as("seldom", 3, "GET /Users")
	if diff := cmp.Diff([]string{"hr seldom", "hr seldom"}, s.seen.limited); diff != "" {
		t.Error(diff)
	}
	if want := "hr /Users GET 429"; !slices.Contains(s.seen.requests, want) {
		t.Errorf("%q is not among %q", want, s.seen.requests)
	}
	line := s.logs.FilterMessage("request").All()[2].ContextMap()
	if line["client"] != "seldom" || line["status"] != int64(429) || line["app"] != "hr" {
		t.Errorf("the line is %v", line)
	}
}
