package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/scimgate/scimgate/examples"
)

// folder is where a demo keeps its files, as an absolute path.
type folder string

// makeFolder takes the folder at path, or a temporary one, which remove takes away.
func makeFolder(path string) (f folder, remove func() error, err error) {
	if path == "" {
		path, err = os.MkdirTemp("", "scimgate-demo-")
		return folder(path), func() error { return os.RemoveAll(path) }, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", nil, err
	}
	return folder(path), func() error { return nil }, os.MkdirAll(path, 0o700)
}

func (f folder) database() string { return filepath.Join(string(f), "hr.db") }
func (f folder) config() string   { return filepath.Join(string(f), "gateway.yaml") }

// fill makes what is missing: the database with n employees and the app files.
func (f folder) fill(ctx context.Context, n int) error {
	if err := createDatabase(ctx, f.database(), n); err != nil {
		return fmt.Errorf("create %s: %w", f.database(), err)
	}
	if err := f.keep("app.yaml", "hr/app.yaml"); err != nil {
		return err
	}
	return f.keep("helpdesk.yaml", "helpdesk/app.yaml")
}

// keep copies a file of the examples, unless there is one of that name.
func (f folder) keep(name, example string) error {
	path := filepath.Join(string(f), name)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	text, err := examples.FS.ReadFile(example)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// configure writes gateway.yaml, every time, because listener, token and help desk may be others.
func (f folder) configure(listen, tokenDigest string, d *desk) error {
	// JSON texts are YAML texts too, whatever a path holds.
	address, err := json.Marshal(listen)
	if err != nil {
		return err
	}
	database, err := json.Marshal(f.database())
	if err != nil {
		return err
	}
	return os.WriteFile(f.config(), fmt.Appendf(nil, configText, address, tokenDigest, database, d.url, d.key), 0o600)
}

const configText = `# Written by gateway demo each time it starts.
listen: %s
admin: {listen: "off"}
store: {path: scimgate.db}
clients:
  - name: demo
    tokens: [{sha256: %s}]
    apps: {hr: write, helpdesk: write}
apps:
  - file: app.yaml
    connector: {dsn: %s}
  - file: helpdesk.yaml
    connector: {base_url: "%s", auth: {value: "%s"}}
`
