package assemble

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/sqldb"
)

const schema = `CREATE TABLE employees (emp_no INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT NOT NULL COLLATE NOCASE UNIQUE, manager_no INTEGER REFERENCES employees)`

const appFile = `
app: %s
connector: {type: sql, dialect: sqlite, dsn: nowhere/hr.db}
resources:
  User:
    entity: employees
    key: emp_no
    match: userName
    attributes: {userName: login}
`

// folder makes a folder with an HR database of two people, files, and a gateway.yaml that names the apps.
func folder(t *testing.T, files map[string]string) *config.Config {
	t.Helper()
	dir := t.TempDir()
	db, err := sqldb.Open("sqlite", filepath.Join(dir, "hr.db"), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{schema, `INSERT INTO employees (login) VALUES ('ada'), ('grace')`} {
		if _, err := db.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		text = strings.ReplaceAll(text, "DIR", dir)
		text = strings.ReplaceAll(text, "DIGEST", auth.Digest("secret"))
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cfg, found := config.Load(filepath.Join(dir, "gateway.yaml"))
	if len(found) > 0 {
		t.Fatal(found)
	}
	return cfg
}

// client asks the gateway at base.
type client struct {
	t    *testing.T
	base string
}

func (c client) get(path, token string) (int, map[string]any) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.base+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	defer http.DefaultClient.CloseIdleConnections()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	var body map[string]any
	if err := json.Unmarshal(text, &body); err != nil {
		c.t.Fatalf("%s: %v", text, err)
	}
	return resp.StatusCode, body
}

// serving runs use while cfg is served.
func serving(t *testing.T, cfg *config.Config, use func(c client)) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	listening, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- Serve(ctx, cfg, Options{Listening: func(address string) { listening <- address }})
	}()
	select {
	case address := <-listening:
		use(client{t, "http://" + address})
	case err := <-ended:
		t.Fatalf("it ended with %v", err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}

func TestAConfigurationIsServedAsItSays(t *testing.T) {
	cfg := folder(t, map[string]string{
		"hr.yaml": fmt.Sprintf(appFile, "hr"),
		"gateway.yaml": `
listen: 127.0.0.1:0
public_url: https://scim.example.com
admin: {listen: "off"}
redis: {url: "redis://127.0.0.1:1"}            # a cache may be gone
limits: {default_count: 1}
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: {hr: read}}]
apps: [{file: hr.yaml, connector: {dsn: DIR/hr.db}}]
`})
	var id any
	serving(t, cfg, func(c client) {
		status, list := c.get("/hr/scim/v2/Users", "secret")
		if status != 200 || list["totalResults"] != 2.0 || len(list["Resources"].([]any)) != 1 {
			t.Fatalf("a list is %d %v", status, list)
		}
		user := list["Resources"].([]any)[0].(map[string]any)
		id = user["id"]
		if got, want := user["meta"].(map[string]any)["location"], "https://scim.example.com/hr/scim/v2/Users/"+id.(string); got != want {
			t.Errorf("its location is %v, want %s", got, want)
		}
		if status, _ := c.get("/hr/scim/v2/Users", "guess"); status != 401 {
			t.Errorf("a wrong token is answered by %d", status)
		}
		if status, _ := c.get("/crm/scim/v2/Users", "secret"); status != 404 {
			t.Errorf("an app that is not there is answered by %d", status)
		}
	})
	serving(t, cfg, func(c client) {
		if status, user := c.get("/hr/scim/v2/Users/"+id.(string), "secret"); status != 200 || user["userName"] != "ada" {
			t.Errorf("after a restart the user is %d %v", status, user)
		}
	})
}

func TestOverTLSOnlyTheVersionsThatAreWantedAreSpoken(t *testing.T) {
	c := pair(t, 0o600)
	cfg := folder(t, map[string]string{
		"hr.yaml": fmt.Sprintf(appFile, "hr"),
		"gateway.yaml": `
listen: 127.0.0.1:0
admin: {listen: "off"}
tls: {cert: ` + c.Cert + `, key: ` + c.Key + `, min_version: "1.3"}
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: {hr: read}}]
apps: [{file: hr.yaml, connector: {dsn: DIR/hr.db}}]
`})
	cert, err := os.ReadFile(c.Cert)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(cert)
	serving(t, cfg, func(c client) {
		address := strings.TrimPrefix(c.base, "http://")
		for version, spoken := range map[uint16]bool{tls.VersionTLS13: true, tls.VersionTLS12: false} {
			conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: roots, ServerName: "localhost", MaxVersion: version})
			if (err == nil) != spoken {
				t.Errorf("%s: %v", tls.VersionName(version), err)
			}
			if err == nil {
				conn.Close()
			}
		}
	})
}

func TestWhatIsWrongWithEveryAppIsFoundAtOnceAndNothingStaysOpen(t *testing.T) {
	cfg := folder(t, map[string]string{
		"hr.yaml":   fmt.Sprintf(appFile, "hr"),
		"crm.yaml":  strings.ReplaceAll(fmt.Sprintf(appFile, "crm"), "employees", "employes"),
		"shop.yaml": strings.ReplaceAll(fmt.Sprintf(appFile, "shop"), "sqlite", "sqlight"),
		"gateway.yaml": `
store: {path: DIR/nowhere/scimgate.db}
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: {hr: write, shopp: read}}]
apps:
  - {file: hr.yaml, connector: {dsn: DIR/hr.db}}
  - {file: crm.yaml, connector: {dsn: DIR/hr.db}}
  - {file: shop.yaml, connector: {dsn: DIR/hr.db}}
  - shop.yaml
  - gone.yaml
`})
	g, found := Open(t.Context(), cfg, Options{})
	if g != nil {
		t.Error("it serves all the same")
	}
	for _, code := range []string{"config/store", "config/unknown-app", "app/unreadable", "app/duplicate"} {
		if !slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Code == code }) {
			t.Errorf("%s was not found", code)
		}
	}
}

func TestNoTwoAppsDeriveTheSameIds(t *testing.T) {
	keyed := strings.Replace(appFile, "    key: emp_no\n", "    key: emp_no\n    identity: key\n", 1)
	cases := []struct {
		name, hr, crm string
		file          string
		line          int // of the finding; 0: there is none
	}{
		{"by their names", fmt.Sprintf(appFile, "hr"), fmt.Sprintf(appFile, "crm"), "", 0},
		{"one that is called as the other was", fmt.Sprintf(appFile, "hr"), "id_namespace: hr" + fmt.Sprintf(appFile, "crm"), "crm.yaml", 1},
		{"one that was called as the other is", "id_namespace: crm" + fmt.Sprintf(appFile, "hr"), fmt.Sprintf(appFile, "crm"), "hr.yaml", 1},
		{"two that were called alike", "id_namespace: old" + fmt.Sprintf(appFile, "hr"), "id_namespace: old" + fmt.Sprintf(appFile, "crm"), "crm.yaml", 1},
		{"one whose ids are keys", fmt.Sprintf(appFile, "hr"), "id_namespace: hr" + fmt.Sprintf(keyed, "crm"), "", 0},
		{"another resource type", fmt.Sprintf(appFile, "hr"), "id_namespace: hr" + strings.NewReplacer("User:", "Group:", "userName", "displayName").Replace(fmt.Sprintf(appFile, "crm")), "", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cfg := folder(t, map[string]string{"hr.yaml": c.hr, "crm.yaml": c.crm, "gateway.yaml": `
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: [hr]}]
apps: [hr.yaml, crm.yaml]
`})
			found := slices.DeleteFunc(Check(t.Context(), cfg, Checks{}), func(f diag.Finding) bool { return f.Code != "app/id-namespace" })
			if c.line == 0 && len(found) == 0 {
				return
			}
			if len(found) != 1 || c.line != found[0].Pos.Line || filepath.Base(found[0].Pos.File) != c.file || found[0].Source == "" {
				t.Errorf("got %v", found)
			}
		})
	}
}

func TestAppsDoNotLieWithinEachOther(t *testing.T) {
	cfg := folder(t, map[string]string{
		"hr.yaml":  fmt.Sprintf(appFile, "hr"),
		"crm.yaml": fmt.Sprintf(appFile, "crm") + "path: /hr/scim/v2/crm\n",
		"gateway.yaml": `
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: [hr]}]
apps: [hr.yaml, crm.yaml]
`})
	found := Check(t.Context(), cfg, Checks{})
	if !slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Code == "app/path" && f.Pos.Line == 3 }) {
		t.Errorf("got %v", found)
	}
}
