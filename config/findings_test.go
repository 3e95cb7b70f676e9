package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/golden"
)

// variables resolves ${env:…} from a fixed set.
func variables(kind, name string) (string, error) {
	if kind != "env" {
		return "", errors.New("a reference is ${env:NAME} or ${file:path}")
	}
	if v, ok := map[string]string{"HR_DSN": "postgres://hr:CANARY@db/hr", "SCIMGATE_REDIS": "redis://:CANARY@cache"}[name]; ok {
		return v, nil
	}
	return "", errors.New("the environment variable is not set")
}

func TestABadFileIsReportedWhereItIsBad(t *testing.T) {
	golden.Run(t, "testdata/findings/*.txtar", func(t *testing.T, c *golden.Case) {
		src, _ := c.File("gateway.yaml")
		cfg, found := config.Read("gateway.yaml", []byte(src), variables)
		if len(found) == 0 {
			t.Error("no finding")
		}
		if (cfg == nil) != found.HasErrors() {
			t.Errorf("config %v with findings %v", cfg, found)
		}
		var b strings.Builder
		if err := found.Render(&b, false); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "CANARY") {
			t.Errorf("a secret is printed:\n%s", b.String())
		}
		c.Want("findings", b.String())
	})
}
