package schema

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// checkSchemas checks `schemas` as it was sent against the resource that came of it (RFC 7643 §3): a list of URNs,
// the core schema and the extensions with data among them, and no unknown one. SchemasInferred lets any list pass,
// and none at all.
func (c reader) checkSchemas(sent any, r scim.Resource) error {
	urns, ok := urnsIn(sent)
	if !ok {
		return scim.BadRequest(scim.InvalidSyntax, "schemas must be a list of schema URNs")
	}
	problem := c.schemasProblem(urns, r)
	if problem == "" || c.edge.Allows(scim.SchemasInferred) {
		return nil
	}
	return scim.BadRequest(scim.InvalidSyntax, "schemas %s", problem)
}

// urnsIn reads `schemas`; nothing is a list without a URN.
func urnsIn(sent any) (urns []string, ok bool) {
	list, isList := sent.([]any)
	for _, e := range list {
		urn, isText := e.(string)
		if !isText {
			return nil, false
		}
		urns = append(urns, urn)
	}
	return urns, isList || sent == nil
}

func (c reader) schemasProblem(urns []string, r scim.Resource) string {
	unlisted := map[string]bool{}
	for _, urn := range r.List(Schemas.Name) {
		unlisted[strings.ToLower(urn.(string))] = true
	}
	for _, urn := range urns {
		if !strings.EqualFold(urn, c.rt.Schema.ID) && c.rt.Extension(urn) == nil {
			return "has " + urn + ", which a " + c.rt.Name + " does not have"
		}
		delete(unlisted, strings.ToLower(urn))
	}
	for s := range c.rt.Schemas() {
		if unlisted[strings.ToLower(s.ID)] {
			return "must have " + s.ID
		}
	}
	return ""
}
