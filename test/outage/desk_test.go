package outage

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/examples/helpdesk"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/test/served"
)

const deskKey = "desk-key"

// desk is a help desk: it numbers its agents, and never twice.
type desk struct {
	*testing.T
	*legacy.App
	url string
}

// newDesk has ada and brian, who are one team.
func newDesk(t *testing.T) desk {
	t.Helper()
	app, err := helpdesk.New(helpdesk.Options{Key: deskKey})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	d := desk{t, app, server.URL}
	for _, rows := range []struct {
		in   string
		rows []legacy.Row
	}{
		{"agents", []legacy.Row{{"login": "ada"}, {"login": "brian", "manager_id": int64(1)}}},
		{"teams", []legacy.Row{{"name": "Night"}}},
		{"memberships", []legacy.Row{{"team_id": int64(1), "agent_id": int64(1)}, {"team_id": int64(1), "agent_id": int64(2)}}},
	} {
		if err := app.Insert(rows.in, rows.rows...); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// settings are those of a gateway before d.
func (d desk) settings() settings {
	return settings{
		gateways: 1, name: "helpdesk", app: served.Example(d.T, "helpdesk/app.yaml"),
		connector: fmt.Sprintf(`{base_url: "%s/api/v1", auth: {value: %s}}`, d.url, deskKey),
	}
}

// logins are those of all agents.
func (d desk) logins() (logins []string) {
	for _, row := range d.Rows("agents") {
		logins = append(logins, row["login"].(string))
	}
	slices.Sort(logins)
	return logins
}

// rename and remove change an agent behind the gateway's back.
func (d desk) rename(login, to string) error {
	return d.directly(http.MethodPatch, login, `{"agent": {"login": "`+to+`"}}`)
}
func (d desk) remove(login string) error { return d.directly(http.MethodDelete, login, "") }

func (d desk) directly(method, login, body string) error {
	for _, row := range d.Rows("agents") {
		if row["login"] != login {
			continue
		}
		r, err := http.NewRequestWithContext(context.Background(), method, fmt.Sprintf("%s/api/v1/agents/%d", d.url, row["id"]), strings.NewReader(body))
		if err != nil {
			return err
		}
		r.Header.Set("X-Helpdesk-Key", deskKey)
		r.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode >= 300 {
			return fmt.Errorf("%s of %s: %s", method, login, resp.Status)
		}
		return nil
	}
	return fmt.Errorf("there is no %s", login)
}
