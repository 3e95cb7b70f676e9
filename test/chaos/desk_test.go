package chaos

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/scimgate/scimgate/examples/helpdesk"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/test/served"
)

// desk runs in the process of the test, and goes on when the gateway ends amid a call.
func desk(t *testing.T) *app {
	t.Helper()
	site, err := helpdesk.New(helpdesk.Options{Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	return &app{
		name: "helpdesk", file: served.Example(t, "helpdesk/app.yaml"),
		connector: fmt.Sprintf(`base_url: "%s/api/v1", auth: {value: k}`, server.URL),
		entities:  []string{"agents", "teams"}, calls: "request",
		lines: func() []string { return deskLines(site) },
		insert: func(login string) {
			if err := site.Insert("agents", legacy.Row{"login": login}); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func deskLines(site *legacy.App) (lines []string) {
	phones, logins, teams := map[any]string{}, map[any]string{}, map[any]string{}
	for _, r := range site.Rows("phones") {
		if phones[r["agent_id"]] != "" {
			phones[r["agent_id"]] += " "
		}
		phones[r["agent_id"]] += text(r["number"])
	}
	for _, r := range site.Rows("agents") {
		logins[r["id"]] = text(r["login"])
		lines = append(lines, personLine(text(r["login"]), text(r["external_id"]), text(r["first_name"]), phones[r["id"]], r["state"] == "active"))
	}
	for _, r := range site.Rows("teams") {
		teams[r["id"]] = text(r["name"])
		lines = append(lines, groupLine(text(r["name"]), text(r["external_id"])))
	}
	for _, r := range site.Rows("memberships") {
		lines = append(lines, memberLine(teams[r["team_id"]], logins[r["agent_id"]]))
	}
	return lines
}

func text(v any) string {
	s, _ := v.(string)
	return s
}
