package schema

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// checkSchemas checks `schemas` as it was sent against the resource that came of it (RFC 7643 §3): a list of URNs,
// the core schema and the extensions with data among them, and no unknown one.
func (c reader) checkSchemas(sent any, r scim.Resource) error {
	problem := c.schemasProblem(sent, r)
	if problem == "" || c.edge.Allows(scim.SchemasInferred) {
		return nil
	}
	return scim.BadRequest(scim.InvalidSyntax, "schemas %s", problem)
}

func (c reader) schemasProblem(sent any, r scim.Resource) string {
	list, ok := sent.([]any)
	if !ok {
		return "must be a list of schema URNs"
	}
	unlisted := map[string]bool{}
	for _, urn := range r.List(Schemas.Name) {
		unlisted[strings.ToLower(urn.(string))] = true
	}
	for _, e := range list {
		urn, ok := e.(string)
		if !ok {
			return "must be a list of schema URNs"
		}
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
