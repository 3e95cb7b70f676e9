package assemble

import (
	"github.com/scimgate/scimgate/connectors"
)

// registry is what the gateway can talk to, by the `type:` of a connector block.
func registry() connectors.Registry { return connectors.Registry{} }
