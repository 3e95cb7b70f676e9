package memory

import (
	"fmt"
	"math/big"
	"reflect"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// claim takes a row's place in the unique indexes. After an error the table must not be used any more: its draft is
// thrown away.
func (t *table) claim(r row) error {
	for i, columns := range t.def.indexes() {
		k, ok := indexKey(r.fields, columns)
		if !ok {
			continue
		}
		if _, there := t.taken[i][k]; there {
			return &connectors.Error{Kind: connectors.Conflict, Field: columns[0], Err: fmt.Errorf("%s: %v is taken", t.def.Name, columns)}
		}
		t.taken[i][k] = r.number
	}
	return nil
}

func (t *table) release(r row) {
	for i, columns := range t.def.indexes() {
		if k, ok := indexKey(r.fields, columns); ok {
			delete(t.taken[i], k)
		}
	}
}

// indexKey is a text that two rows share exactly when these columns are equal; ok is false when one is empty.
func indexKey(fields connectors.Fields, columns []string) (key string, ok bool) {
	var b strings.Builder
	for _, c := range columns {
		v := fields[c]
		if v == nil {
			return "", false
		}
		writeIdentity(&b, v)
	}
	return b.String(), true
}

// writeIdentity appends text that differs for values that differ, and no two of which can be taken for one.
func writeIdentity(b *strings.Builder, v connectors.Value) {
	if v == nil {
		b.WriteString("empty;")
		return
	}
	text := fmt.Sprint(v)
	if d, ok := v.(connectors.Decimal); ok {
		if r, ok := new(big.Rat).SetString(string(d)); ok {
			text = r.RatString()
		}
	}
	fmt.Fprintf(b, "%d:%s", len(text), text)
}

// same reports whether a write of b over a changes nothing.
func same(a, b connectors.Value) bool {
	if order, ok := connectors.Compare(a, b, ""); ok {
		return order == 0
	}
	return reflect.DeepEqual(a, b)
}
