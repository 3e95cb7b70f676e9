package connectors_test

import (
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

func TestARequestHasOneInstant(t *testing.T) {
	at := time.Date(2026, 5, 4, 1, 30, 0, 0, time.FixedZone("", 2*60*60))
	if got := connectors.Instant(connectors.During(t.Context(), at)); !got.Equal(at) || got.Location() != time.UTC {
		t.Errorf("the instant is %s", got)
	}
	before := time.Now()
	if got := connectors.Instant(t.Context()); got.Before(before) || got.After(time.Now()) || got.Location() != time.UTC {
		t.Errorf("without one it is %s", got)
	}
}
