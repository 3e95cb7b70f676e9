package replicas

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/examples/switchboard"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/test/served"
)

const clusterFile = `
listen: 127.0.0.1:0
admin: {listen: "off"}
store: {type: postgres, dsn: %q}
redis: {url: %q}
clients: [{name: idp, tokens: [{sha256: %s}], apps: {%s: write}}]
apps: [{file: app.yaml, connector: {%s}}]
`

// cluster is an application behind processes that share a store and Redis.
type cluster struct {
	*testing.T
	app       string
	processes []*process
	web       *http.Client
}

// humanResources is the HR example, whose members are rows.
func humanResources(t *testing.T) *cluster {
	dsn := testenv.Postgres(t)
	served.Database(t, "postgres", dsn, served.Example(t, "hr/schema.postgres.sql"))
	return newCluster(t, "hr", fmt.Sprintf(`dialect: postgres, dsn: %q`, dsn))
}

// board is the switchboard, whose lists of members are only written whole.
func board(t *testing.T) *cluster {
	app, err := switchboard.New(switchboard.Options{User: "gateway", Password: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	const login = `{session: {login: {body: {session: {password: secret}}}}}`
	return newCluster(t, "switchboard", fmt.Sprintf(`base_url: "%s/xml", timeout: 2s, auth: %s`, server.URL, login))
}

func newCluster(t *testing.T, app, connector string) *cluster {
	t.Helper()
	dir := t.TempDir()
	served.Write(t, filepath.Join(dir, "app.yaml"), served.Example(t, app+"/app.yaml"))
	config := filepath.Join(dir, "gateway.yaml")
	served.Write(t, config, fmt.Sprintf(clusterFile, testenv.Postgres(t), testenv.Redis(t), auth.Digest(token), app, connector))
	c := &cluster{T: t, app: app, web: &http.Client{Timeout: bound, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	for range 3 {
		c.processes = append(c.processes, start(t, config))
	}
	t.Cleanup(c.web.CloseIdleConnections)
	return c
}

// at is a process that lives, another one for every n where there are several.
func (c *cluster) at(n int) *process {
	for c.processes[n%len(c.processes)].killed.Load() {
		n++
	}
	return c.processes[n%len(c.processes)]
}

// send asks one process. An error means that there was no answer.
func (c *cluster) send(p *process, method, path, body string) (status int, answer []byte, err error) {
	r, err := http.NewRequestWithContext(c.Context(), method, "http://"+p.address+"/"+c.app+"/scim/v2"+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/scim+json")
	resp, err := c.web.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	return resp.StatusCode, answer, err
}

// create makes a resource and answers with its id.
func (c *cluster) create(n int, endpoint, schema, attribute, value string) string {
	c.Helper()
	status, body, err := c.send(c.at(n), http.MethodPost, endpoint, fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:%s"], %q: %q}`, schema, attribute, value))
	var made struct{ ID string }
	if err == nil {
		err = json.Unmarshal(body, &made)
	}
	if err != nil || status != http.StatusCreated {
		c.Errorf("%d %s %v", status, body, err)
	}
	return made.ID
}
