package memory

import (
	"encoding/base64"
	"encoding/json"

	"github.com/scimgate/scimgate/connectors"
)

// A cursor is the sort fields and the key of the last record of a page, as a JSON list of texts and nulls.

func (e *entity) cursorFields(order []connectors.Order) []string {
	var names []string
	for _, o := range order {
		names = append(names, o.Field)
	}
	return append(names, e.spec.Key...)
}

func (e *entity) encodeCursor(at connectors.Fields, order []connectors.Order) string {
	var parts []*string
	for _, n := range e.cursorFields(order) {
		if at[n] == nil {
			parts = append(parts, nil)
			continue
		}
		t := text(at[n])
		parts = append(parts, &t)
	}
	b, _ := json.Marshal(parts) // texts always can be
	return base64.RawURLEncoding.EncodeToString(b)
}

func (e *entity) decodeCursor(cursor string, order []connectors.Order) (connectors.Fields, error) {
	bad := connectors.Errorf(connectors.Invalid, "list "+e.spec.Entity, "not a place in this list")
	names := e.cursorFields(order)
	var parts []*string
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || json.Unmarshal(b, &parts) != nil || len(parts) != len(names) {
		return nil, bad
	}
	at := connectors.Fields{}
	for i, n := range names {
		switch {
		case parts[i] == nil && i < len(order):
			continue
		case parts[i] == nil: // a key is never empty
			return nil, bad
		}
		c, _ := e.joins.column(e.def, n)
		if at[n], err = connectors.Convert(*parts[i], c.Type); err != nil {
			return nil, bad
		}
	}
	return at, nil
}
