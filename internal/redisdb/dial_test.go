package redisdb_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/redisdb"
)

func TestDialNeverShowsAPassword(t *testing.T) {
	for _, url := range []string{
		"redis://user:hunter2@host:port", "redis://user:hunter2/x@host", "redis://user:hunter2@host/name", "http://user:hunter2@host",
		"redis://user:hunter2@host?nonsense=1", "redis://user:%hunter2@host", "hunter2", "",
	} {
		_, err := redisdb.Dial(redisdb.Place{URL: url})
		if err == nil {
			t.Errorf("%q is accepted", url)
			continue
		}
		if msg := err.Error(); len(msg) == 0 || strings.Contains(msg, "hunter2") {
			t.Errorf("%q: %s", url, msg)
		}
	}
}
