package connectors_test

import (
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

func TestAChangeIsZeroWhenItWritesNothing(t *testing.T) {
	rows := func(r connectors.RowChange) connectors.Change {
		return connectors.Change{Rows: map[string]connectors.RowChange{"phones": r}}
	}
	for _, c := range []struct {
		name   string
		change connectors.Change
		zero   bool
	}{
		{"nothing at all", connectors.Change{}, true},
		{"a token and an instant alone", connectors.Change{Token: "t", At: time.Now()}, true},
		{"an empty set and empty row changes", connectors.Change{Set: connectors.Fields{}, Rows: map[string]connectors.RowChange{"phones": {}}}, true},
		{"a field that is emptied", connectors.Change{Set: connectors.Fields{"title": nil}}, false},
		{"a replacement by nothing", rows(connectors.RowChange{Replace: true}), false},
		{"a row added", rows(connectors.RowChange{Add: []connectors.Fields{{}}}), false},
		{"a row removed", rows(connectors.RowChange{Remove: []connectors.Fields{{}}}), false},
		{"a row updated", rows(connectors.RowChange{Update: []connectors.Row{{Key: "1"}}}), false},
		{"a row dropped", rows(connectors.RowChange{Drop: []connectors.Key{"1"}}), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.change.IsZero(); got != c.zero {
				t.Errorf("zero: %v", got)
			}
		})
	}
}
