package mappings

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// Match lists the attributes by which an account is recognised.
func (m *Mapping) Match() []schema.Path { return m.match }

// MatchValues are the values that r has of the attributes of Match, in their order; empty where it has none.
func (m *Mapping) MatchValues(r scim.Resource) []string {
	values := make([]string, len(m.match))
	for i, p := range m.match {
		values[i], _ = nativeText(valueAt(r, p))
	}
	return values
}

// Recognise is the filter that finds the accounts with any of these values of an attribute of Match.
func (m *Mapping) Recognise(p schema.Path, values ...string) filter.Expr {
	terms := make([]filter.Expr, len(values))
	for i, v := range values {
		terms[i] = filter.Compare{Name: nameOf(p), Op: filter.Eq, Value: v, At: p}
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return filter.Or{Terms: terms}
}
