package helpdesk

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/examples/switchboard"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/test/served"
)

var now = time.Date(2030, 1, 1, 9, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// site is an application behind a gateway.
type site struct {
	*served.Site
	app *legacy.App
}

// desk has 230 agents: three pages.
func desk(t *testing.T) site {
	t.Helper()
	app, err := helpdesk.New(helpdesk.Options{Key: "k", Agents: 230, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	return open(t, "helpdesk", app, `base_url: "%s/api/v1", auth: {value: k}`)
}

// board has three operators and a hunt group.
func board(t *testing.T) site {
	t.Helper()
	app, err := switchboard.New(switchboard.Options{User: "gateway", Password: "p", Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	for collection, rows := range map[string][]legacy.Row{
		"operators":  {{"UserCode": "ada", "Forename": "Ada"}, {"UserCode": "bob"}, {"UserCode": "eve"}},
		"huntgroups": {{"Title": "Night"}},
		"entries":    {{"GroupNo": int64(1), "OperatorNo": int64(2)}},
	} {
		if err := app.Insert(collection, rows...); err != nil {
			t.Fatal(err)
		}
	}
	return open(t, "switchboard", app, `base_url: "%s/xml", auth: {session: {login: {body: {session: {password: p}}}}}`)
}

func open(t *testing.T, name string, app *legacy.App, connector string) site {
	t.Helper()
	server := httptest.NewServer(http.Handler(app))
	t.Cleanup(server.Close)
	s := served.OpenOn(t, name, served.Example(t, name+"/app.yaml"), fmt.Sprintf(connector, server.URL), assemble.Options{Clock: clock})
	return site{s, app}
}
