package dialogues

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// collection is one of an application's, with the fields of its key.
type collection struct{ name, key string }

// rowsOf looks into an application past its interface.
func rowsOf(app *legacy.App, collections []collection) database {
	all := database{rows: map[string]row{}}
	for _, c := range collections {
		all.tables = append(all.tables, c.name)
		for _, r := range app.Rows(c.name) {
			out := row{slices.Sorted(maps.Keys(r)), map[string]string{}}
			for field, v := range r {
				switch v := v.(type) {
				case nil:
				case time.Time:
					out.values[field] = v.Format(time.RFC3339Nano)
				default:
					out.values[field] = fmt.Sprint(v)
				}
			}
			name := c.name
			for part := range strings.SplitSeq(c.key, " ") {
				name += " " + out.values[part]
			}
			all.rows[name] = out
		}
	}
	return all
}

func put(t *testing.T, app *legacy.App, collection string, rows ...legacy.Row) {
	t.Helper()
	if err := app.Insert(collection, rows...); err != nil {
		t.Fatal(err)
	}
}
