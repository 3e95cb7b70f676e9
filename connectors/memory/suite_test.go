package memory_test

import (
	"testing"

	"github.com/scimgate/scimgate/connectors/connectortest"
)

func TestConnectorPassesTheSuite(t *testing.T) {
	connectortest.Run(t, connectortest.Harness{New: connectortest.InMemory})
}
