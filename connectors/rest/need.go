package rest

import (
	"maps"

	"github.com/scimgate/scimgate/connectors"
)

// merged is what two needs ask for together.
func merged(a, b connectors.Need) connectors.Need {
	out := connectors.Need{Fields: union(a.Fields, b.Fields), Rows: maps.Clone(a.Rows)}
	for name, fields := range b.Rows {
		if out.Rows == nil {
			out.Rows = map[string][]string{}
		}
		out.Rows[name] = union(out.Rows[name], fields)
	}
	return out
}
