package connectors_test

import (
	"context"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

func TestTheRegistryOpensTheConnectorThatTheBlockNames(t *testing.T) {
	var opened string
	factory := func(name string) connectors.Factory {
		return func(_ context.Context, block yamlx.Node) (connectors.Connector, diag.List) {
			opened = name + " " + block.Get("dsn").Text()
			return nil, nil
		}
	}
	known := connectors.Registry{"sql": factory("sql"), "rest": factory("rest")}
	if _, findings := known.Open(t.Context(), block(t, "type: sql\ndsn: here\n")); findings.HasErrors() || opened != "sql here" {
		t.Errorf("opened %q, %v", opened, findings)
	}
}

func TestAnUnknownConnectorTypeIsAFindingAtItsPlace(t *testing.T) {
	known := connectors.Registry{"sql": nil, "rest": nil}
	for _, c := range []struct{ name, yaml, at, says, hint string }{
		{"a typo", "dsn: x\ntype: sqll\n", "app.yaml:2:7", `"sqll"`, "did you mean sql?"},
		{"no type at all", "dsn: x\n", "app.yaml:1:1", `[rest sql]`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, findings := known.Open(t.Context(), block(t, c.yaml))
			if len(findings) != 1 {
				t.Fatalf("findings %v", findings)
			}
			f := findings[0]
			if f.Pos.String() != c.at || f.Code != "connector/unknown-type" || !strings.Contains(f.Message, c.says) || f.Hint != c.hint {
				t.Errorf("%s", f)
			}
		})
	}
}

func block(t *testing.T, text string) yamlx.Node {
	t.Helper()
	n, findings := yamlx.Parse("app.yaml", []byte(text))
	if findings.HasErrors() {
		t.Fatal(findings.Err())
	}
	return n
}
