package sql

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// send sends the operator's statement for rows: one by one, or, where it takes lists, for all together that have the
// same values otherwise.
func (rc *rowChange) send(ctx context.Context, h *handwritten, rows []parameters) error {
	for _, together := range h.together(rows) {
		if err := rc.run(ctx, h, together...); err != nil {
			return err
		}
		rc.changed += int64(len(together))
	}
	return nil
}

// together parts rows into those that one statement is sent for, in the order in which they first stand.
func (h *handwritten) together(rows []parameters) [][]parameters {
	var parts [][]parameters
	at := map[string]int{}
	for _, p := range rows {
		alike := h.besides(p)
		i, known := at[alike]
		if !known || len(h.lists) == 0 {
			i = len(parts)
			parts, at[alike] = append(parts, nil), i
		}
		parts[i] = append(parts[i], p)
	}
	return parts
}

// besides is a text that rows share which have the same values for all parameters that are no lists.
func (h *handwritten) besides(p parameters) string {
	var b strings.Builder
	for _, name := range h.Names() {
		if slices.Contains(h.lists, name) {
			continue
		}
		v, native := p.holds[name], ""
		if a, given := p.set[name]; given {
			v, native = a.value, a.native
		}
		fmt.Fprintf(&b, "%s%q", tuple{v}.text(), native)
	}
	return b.String()
}

// jsonList is a list as every database can take it apart: a JSON array, in which what JSON has no type for is text.
func jsonList(c *column, values []any) string {
	for i, v := range values {
		if at, ok := v.(time.Time); ok {
			layout := time.RFC3339Nano
			if c.typ == connectors.TypeDate {
				layout = time.DateOnly
			}
			values[i] = at.Format(layout)
		}
	}
	return encodeJSON(values)
}
