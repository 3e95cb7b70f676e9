package assemble

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/connectors/sql"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// registry is what the gateway can talk to, by the `type:` of a connector block.
func registry() connectors.Registry {
	return connectors.Registry{"sql": sql.Open, "rest": rest.Factory(door.Options{})}
}

// checker compares a connector block with what the app file reads and writes. It connects to nothing and needs no
// secret.
type checker func(block yamlx.Node, specs map[string]connectors.Spec) diag.List

// checkers are by the same names, of the connectors whose blocks depend on the rest of the app file.
func checkers() map[string]checker { return map[string]checker{"sql": sql.Check} }
