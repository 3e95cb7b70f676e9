package served

import (
	"context"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// Example is the text of a file of an example, such as people/app.yaml.
func Example(t *testing.T, name string) string {
	t.Helper()
	text, err := examples.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Database opens a database until t ends, after it has run these statements, which end with a semicolon and a line.
func Database(t *testing.T, dialect, dsn string, scripts ...string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(dialect, dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, script := range scripts {
		for statement := range strings.SplitSeq(script, ";\n") {
			if strings.TrimSpace(statement) == "" {
				continue
			}
			if _, err := db.Exec(context.WithoutCancel(t.Context()), statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
	}
	return db
}
