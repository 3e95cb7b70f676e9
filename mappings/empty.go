package mappings

import (
	"github.com/scimgate/scimgate/connectors"
)

// emptyValue is the native value that stands for "no value".
type emptyValue struct {
	constant connectors.Value
	expr     *program // over record
	reads    []string // the fields it looks at
}

func (e *emptyValue) value(record connectors.Fields) connectors.Value {
	if e.expr == nil {
		return e.constant
	}
	v, err := e.expr.run(map[string]any{"record": recordValue(record, e.reads)})
	if err != nil {
		return nil
	}
	return v
}

// fillEmpty puts the native value that stands for "no value" where there is none, constants first: expressions may look
// at them.
func fillEmpty(cells []*cell, fields connectors.Fields) {
	for _, c := range cells {
		if v, ok := fields[c.field]; ok && v == nil {
			fields[c.field] = c.empty.value(fields)
		}
	}
}

// withEmpty are the cells whose field holds something where the attribute is absent, in the order of fillEmpty.
func withEmpty(cells []*cell) []*cell {
	var constants, computed []*cell
	for _, c := range cells {
		switch {
		case c.empty == nil:
		case c.empty.expr == nil:
			constants = append(constants, c)
		default:
			computed = append(computed, c)
		}
	}
	return append(constants, computed...)
}
