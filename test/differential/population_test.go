package differential

import (
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// population is everybody there is, read without a filter.
type population struct {
	users  *gateway.Endpoint
	all    []scim.Resource
	people []string // ids
	groups []string // ids

	records map[string]connectors.Record // of the people, by id
}

func newPopulation(t *testing.T, s site) population {
	t.Helper()
	p := population{users: s.users}
	p.all, p.people = everybody(t, s.users)
	_, p.groups = everybody(t, s.users.Siblings["Group"])
	page, err := s.users.Entity.List(t.Context(), connectors.Query{Need: s.users.Mapping.Need(schema.Selection{}, nil), Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	p.records = map[string]connectors.Record{}
	for i, r := range page.Records { // both lists are in the order of the key
		p.records[p.people[i]] = r
	}
	return p
}

func everybody(t *testing.T, e *gateway.Endpoint) (all []scim.Resource, ids []string) {
	t.Helper()
	l, err := e.List(t.Context(), gateway.Query{Start: 1, Count: 1000, View: view()})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range l.Resources {
		all, ids = append(all, a.Resource), append(ids, a.Resource.Text("id"))
	}
	return all, ids
}

func without(list, taken []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(taken, id) })
}

// show writes the resources with these ids, one a line.
func (p population) show(ids []string) string {
	var text []byte
	for _, r := range p.all {
		if slices.Contains(ids, r.Text("id")) {
			text = append(r.AppendJSON(append(text, "  "...)), '\n')
		}
	}
	return string(text)
}
