package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

func TestWhatAClientIsToldOfANativeError(t *testing.T) {
	cases := []struct {
		kind     connectors.Kind
		status   int
		scimType scim.ScimType
		detail   string
		retry    time.Duration
	}{
		{connectors.NotFound, 404, "", "there is no such resource", 0},
		{connectors.Conflict, 409, scim.Uniqueness, "the value of userName is taken", 0},
		{connectors.Invalid, 400, scim.InvalidValue, "the application refuses the value of userName", 0},
		{connectors.Precondition, 412, "", "has changed", 0},
		{connectors.Denied, 502, "", "denies the gateway's own account", 0},
		{connectors.Unavailable, 503, "", "not available", 5 * time.Second},
		{connectors.RateLimited, 429, "", "too often", 5 * time.Second},
		{connectors.Protected, 403, "", "protected", 0},
		{connectors.Unsupported, 501, "", "cannot do this", 0},
		{connectors.TooMany, 400, scim.TooMany, "ask for less", 0},
		{connectors.OutcomeUnknown, 503, "", "did not confirm", 5 * time.Second},
		{connectors.Internal, 500, "", "inside the gateway", 0},
	}
	if len(cases) != len(connectors.Kinds) {
		t.Errorf("there are %d kinds and %d cases", len(connectors.Kinds), len(cases))
	}
	for _, c := range cases {
		t.Run(string(c.kind), func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			secret := errors.New(`duplicate key value: (login)=(ada@10.0.0.7)`)
			fail := &connectors.Error{Kind: c.kind, Op: "insert into employees", Field: "login", Err: secret}
			s.Users.Fail = func(string) error { return fail }
			_, err := s.list("User", s.query("User", ""))
			e := refused(t, err, c.status, c.scimType)
			if !strings.Contains(e.Detail, c.detail) || e.RetryAfter != c.retry {
				t.Errorf("the detail is %q, to be retried after %s", e.Detail, e.RetryAfter)
			}
			for _, native := range []string{"10.0.0.7", "employees", "login"} {
				if strings.Contains(string(e.Body().AppendJSON(nil)), native) {
					t.Errorf("the client is told of %s: %s", native, e.Detail)
				}
			}
			if !errors.Is(err, secret) {
				t.Error("the cause is lost for the log")
			}
			fail.RetryAfter = 7 * time.Second
			_, err = s.list("User", s.query("User", ""))
			if e := refused(t, err, c.status, c.scimType); c.retry > 0 && e.RetryAfter != 7*time.Second {
				t.Errorf("what the application asked for became %s", e.RetryAfter)
			}
		})
	}
}

func TestWhatAClientIsToldOfOtherErrors(t *testing.T) {
	cases := []struct {
		name   string
		err    error
		status int
	}{
		{"a deadline", fmt.Errorf("read: %w", context.DeadlineExceeded), 503},
		{"a client that left", context.Canceled, 503},
		{"a SCIM error as it is", fmt.Errorf("edit: %w", scim.BadRequest(scim.InvalidPath, "x")), 400},
		{"a defect", errors.New("index out of range"), 500},
		{"a value of unknown attribute", &connectors.Error{Kind: connectors.Conflict, Field: "nobody"}, 409},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			s.Users.Fail = func(string) error { return c.err }
			_, err := s.list("User", s.query("User", ""))
			if e, ok := errors.AsType[*scim.Error](err); !ok || e.Status != c.status {
				t.Errorf("got %v", err)
			}
		})
	}
}
