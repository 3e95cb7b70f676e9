package sql

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// distinct is the widest fold under which the database refuses a second record that is not gone with the same value in
// f. A trigger, a view or the operator's own statement may write something else than it is given, so that nothing is
// certain there.
func (e *entity) distinct(f field) fold.Kind {
	t := e.root.table
	if f.join != nil || t.triggers || t.lenient || e.isIndirect() {
		return fold.Unset
	}
	widest := fold.Unset
	if len(t.key) == 1 && t.key[0] == f.column {
		widest = fold.None
	}
	for _, i := range t.indexes {
		switch {
		case !i.unique || i.parts != 1 || !slices.Equal(i.columns, []string{f.column.name}) || !e.holdsAll(i):
		case i.folded:
			return fold.ASCII
		case !i.expressions:
			widest = fold.None
		}
	}
	return widest
}

var exclusion = regexp.MustCompile(`(?i)^\(?"?([\p{L}_][\p{L}\p{N}_$]*)"?\s+(IS DISTINCT FROM|IS NOT|<>|!=)\s+(?:'([^']*)'(?:::[a-z ]+)?|(-?\d+))\)?$`)

// holdsAll reports whether an index holds every record that is not gone: all rows, or all but those with the value
// that makes a record gone.
func (e *entity) holdsAll(i index) bool {
	if !i.partial {
		return true
	}
	condition := e.gone
	if and, ok := condition.(connectors.And); ok && len(and) == 1 {
		condition = and[0]
	}
	gone, isLeaf := condition.(connectors.Leaf)
	where := exclusion.FindStringSubmatch(i.where)
	if !isLeaf || where == nil || gone.Op != connectors.Eq || gone.Value == nil || gone.Field != where[1] {
		return false
	}
	c, own := e.root.table.columns[gone.Field]
	nullSafe := strings.HasPrefix(strings.ToUpper(where[2]), "IS")
	return own && (nullSafe || !c.nullable) && fmt.Sprint(gone.Value) == where[3]+where[4]
}
