package served

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/assemble"
)

// Site is a gateway that serves one app, as one test sees it.
type Site struct {
	*testing.T
	URL string // of the app, without a slash at the end
}

const token = "idp"

const gatewayFile = `
listen: 127.0.0.1:0
admin: {listen: "off"}
store: {path: scimgate.db}
clients: [{name: idp, tokens: [{sha256: %s}], apps: {%s: write}}]
apps: [{file: app.yaml, connector: {%s}}]
`

// Open serves the text of an app file, whose app has this name, on the database behind dsn, until t ends.
func Open(t *testing.T, app, appFile, dsn string, o assemble.Options) *Site {
	t.Helper()
	return OpenOn(t, app, appFile, fmt.Sprintf("dsn: %q", dsn), o)
}

// OpenOn is Open with the keys that are laid over the connector block of the app file.
func OpenOn(t *testing.T, app, appFile, connector string, o assemble.Options) *Site {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"app.yaml":     appFile,
		"gateway.yaml": fmt.Sprintf(gatewayFile, auth.Digest(token), app, connector),
	} {
		Write(t, filepath.Join(dir, name), text)
	}
	cfg, found := config.Load(filepath.Join(dir, "gateway.yaml"))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	g, found := assemble.Open(t.Context(), cfg, o)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(g.Handler)
	t.Cleanup(func() {
		server.Close()
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return &Site{T: t, URL: server.URL + "/" + app + "/scim/v2"}
}

// In is the site for one subtest.
func (s *Site) In(t *testing.T) *Site { return &Site{T: t, URL: s.URL} }

// Write makes a file with this text.
func Write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
