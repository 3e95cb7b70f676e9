package mappings

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// inForce is an attribute that says whether a row of a join is in force. Where it is false nothing of the row is stored:
// there is none.
type inForce struct {
	at     schema.Path
	fields []string // what the fields begin with that such a row holds
}

// inForces finds them among the cells.
func (m *Mapping) inForces(joins []connectors.Join) []inForce {
	var list []inForce
	for _, j := range joins {
		for _, a := range m.attributes {
			for _, c := range a.cells {
				if j.Current != nil && c.field == j.Alias {
					list = append(list, inForce{at: c.at, fields: dependent(joins, j)})
				}
			}
		}
	}
	return list
}

// dependent are the prefixes of the fields of j, and of the code tables that its fields point into.
func dependent(joins []connectors.Join, j connectors.Join) []string {
	prefixes := []string{j.Alias + "."}
	for _, other := range joins {
		for _, ours := range other.On {
			if strings.HasPrefix(ours, j.Alias+".") {
				prefixes = union(prefixes, other.Alias+".")
			}
		}
	}
	return prefixes
}

// drop takes out of fields what a row holds that is not in force in r.
func (f inForce) drop(r scim.Resource, fields connectors.Fields) {
	if valueAt(r, f.at) != false {
		return
	}
	for name := range fields {
		if slices.ContainsFunc(f.fields, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			delete(fields, name)
		}
	}
}
