package gateway_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

func TestAPlanSaysWhatWouldBeSentAndSendsNoWrite(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	group := s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff"}`)
	users, groups := s.endpoint("User"), s.endpoint("Group")
	v := s.view()
	v.Plan = true
	list := s.query("User", `userName eq "ada"`)
	list.View.Plan = true
	operations := func(resourceType, text string) (gateway.Answer, error) {
		return s.patch(resourceType, idOf(resourceType, id, group), text, v)
	}
	cases := []struct {
		name string
		run  func() ([]connectors.Call, error)
		want string // in one of the calls
	}{
		{"get", func() ([]connectors.Call, error) { return calls(users.Get(t.Context(), id, v)) }, "get"},
		{"list", func() ([]connectors.Call, error) { l, err := users.List(t.Context(), list); return l.Calls, err }, "list"},
		{"create", func() ([]connectors.Call, error) {
			return calls(users.Create(t.Context(), s.resource("User", brian), v))
		}, "insert"},
		{"adopting create", func() ([]connectors.Call, error) {
			if err := s.Tables.Insert("employees", connectors.Fields{"login": "cecil", "status": "T", "deleted": int64(0)}); err != nil {
				return nil, err
			}
			return calls(users.Create(t.Context(), s.resource("User", body("cecil", `,"title":"x"`)), v))
		}, "update"},
		{"replace", func() ([]connectors.Call, error) {
			return calls(users.Replace(t.Context(), id, s.resource("User", body("ada", `,"title":"x"`)), v))
		}, "update"},
		{"rename", func() ([]connectors.Call, error) {
			return calls(users.Replace(t.Context(), id, s.resource("User", body("eve", "")), v))
		}, "update"},
		{"patch", func() ([]connectors.Call, error) {
			return calls(operations("User", `{"op":"replace","path":"active","value":false}`))
		}, "update"},
		{"patch of members", func() ([]connectors.Call, error) {
			return calls(operations("Group", `{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`))
		}, "employee_roles"},
		{"delete", func() ([]connectors.Call, error) { return calls(groups.Delete(t.Context(), group, v)) }, "delete"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.run()
			if err != nil || len(got) == 0 {
				t.Fatalf("got %v, %v", got, err)
			}
			if !slices.ContainsFunc(got, func(call connectors.Call) bool { return strings.Contains(call.Text, c.want) }) {
				t.Errorf("%v lacks %q", got, c.want)
			}
		})
	}
	var logins []any
	for _, r := range s.Tables.Rows("employees") {
		logins = append(logins, r["login"], r["status"], r["job_title"])
	}
	if diff := cmp.Diff([]any{"ada", "A", nil, "cecil", "T", nil}, logins); diff != "" {
		t.Errorf("something was written: %s", diff)
	}
	if rows := s.Tables.Rows("employee_roles"); len(rows) != 0 || len(s.Tables.Rows("roles")) != 1 {
		t.Errorf("something was written: %v", rows)
	}
	s.made("User", brian) // no intent was left behind
}

func TestAPlanIsRefusedAsTheVerbWouldBe(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	v := s.view()
	v.Plan, v.IfMatch = true, []string{`"other"`}
	_, err := s.endpoint("User").Create(t.Context(), s.resource("User", ada), v)
	refused(t, err, 409, scim.Uniqueness)
	_, err = s.patch("User", id, `{"op":"remove","path":"title"}`, v)
	refused(t, err, 412, "")
}

func calls(a gateway.Answer, err error) ([]connectors.Call, error) { return a.Calls, err }

func idOf(resourceType, user, group string) string {
	if resourceType == "User" {
		return user
	}
	return group
}
