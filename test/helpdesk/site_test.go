package helpdesk

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/examples/switchboard"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/test/served"
)

// site is an application behind a gateway.
type site struct {
	*served.Site
	app *legacy.App
	*clock
}

// clock is that of application and gateway; it stands still but when told to go on.
type clock struct{ seconds atomic.Int64 }

func (c *clock) now() time.Time {
	return time.Date(2030, 1, 1, 9, 0, 0, 0, time.UTC).Add(time.Duration(c.seconds.Load()) * time.Second)
}

// desk has 230 agents: three pages.
func desk(t *testing.T) site {
	t.Helper()
	c := new(clock)
	app, err := helpdesk.New(helpdesk.Options{Key: "k", Agents: 230, Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	return c.open(t, "helpdesk", app, `base_url: "%s/api/v1", auth: {value: k}`)
}

// smallDesk has three agents and a team, the same people as the switchboard.
func smallDesk(t *testing.T) site {
	t.Helper()
	c := new(clock)
	app, err := helpdesk.New(helpdesk.Options{Key: "k", Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, app, map[string][]legacy.Row{
		"agents":      {{"login": "ada", "first_name": "Ada"}, {"login": "bob"}, {"login": "eve"}},
		"teams":       {{"name": "Night"}},
		"memberships": {{"team_id": int64(1), "agent_id": int64(2)}},
	})
	return c.open(t, "helpdesk", app, `base_url: "%s/api/v1", auth: {value: k}`)
}

func fill(t *testing.T, app *legacy.App, all map[string][]legacy.Row) {
	t.Helper()
	for collection, rows := range all {
		if err := app.Insert(collection, rows...); err != nil {
			t.Fatal(err)
		}
	}
}

// board has three operators and a hunt group.
func board(t *testing.T) site {
	t.Helper()
	c := new(clock)
	app, err := switchboard.New(switchboard.Options{User: "gateway", Password: "p", Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, app, map[string][]legacy.Row{
		"operators":  {{"UserCode": "ada", "Forename": "Ada"}, {"UserCode": "bob"}, {"UserCode": "eve"}},
		"huntgroups": {{"Title": "Night"}},
		"entries":    {{"GroupNo": int64(1), "OperatorNo": int64(2)}},
	})
	return c.open(t, "switchboard", app, `base_url: "%s/xml", auth: {session: {login: {body: {session: {password: p}}}}}`)
}

func (c *clock) open(t *testing.T, name string, app *legacy.App, connector string) site {
	t.Helper()
	server := httptest.NewServer(http.Handler(app))
	t.Cleanup(server.Close)
	s := served.OpenOn(t, name, served.Example(t, name+"/app.yaml"), fmt.Sprintf(connector, server.URL), assemble.Options{Clock: c.now})
	return site{s, app, c}
}
