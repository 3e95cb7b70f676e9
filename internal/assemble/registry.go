package assemble

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/sql"
)

// registry is what the gateway can talk to, by the `type:` of a connector block.
func registry() connectors.Registry { return connectors.Registry{"sql": sql.Open} }
