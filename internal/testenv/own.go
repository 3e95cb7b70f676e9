package testenv

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv/server"
)

// Own starts a server of the test's own, which it may stop, kill and start again, and which keeps what was committed.
// It ends with the test. MariaDBOn and PostgresOn make databases on it.
func Own(t testing.TB, s server.Service) *server.Server {
	t.Helper()
	bin, ok := s.Find()
	if !ok {
		t.Fatalf("this test starts and kills a %s of its own and finds no program %s: install it", s.Name, s.Binaries[0])
	}
	dir, err := os.MkdirTemp("", "scimgate-server-") // the server's user cannot enter a folder of the test
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	own, err := s.New(t.Context(), bin, filepath.Join(dir, "server"), server.Options{Durable: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := own.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.Drop)
	return own
}
