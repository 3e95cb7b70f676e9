package schema

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// Resolve finds the place that a client named: as Find does, and else, where the edge tolerates it, by a name without
// the URN it needs or with one of SCIM 1.1 (SchemasInferred), or by what SCIM 1.1 called it (LegacyNames).
func (rt *ResourceType) Resolve(name string, edge *scim.Edge) (Path, bool) {
	if p, ok := rt.Find(name); ok {
		return p, true
	}
	if p, ok := rt.infer(name); ok {
		return p, edge.Allows(scim.SchemasInferred)
	}
	if p, ok := rt.formerly(name); ok {
		return p, edge.Allows(scim.LegacyNames)
	}
	return Path{}, false
}

// The URNs of SCIM 1.1.
const (
	legacyCore       = "urn:scim:schemas:core:1.0"
	legacyEnterprise = "urn:scim:schemas:extension:enterprise:1.0"
)

// infer completes a name that was written with a URN of SCIM 1.1, or without the one it needs: an attribute that one
// extension alone has.
func (rt *ResourceType) infer(name string) (Path, bool) {
	for legacy, urn := range map[string]string{legacyCore: rt.Schema.ID, legacyEnterprise: scim.SchemaEnterpriseUser} {
		if len(name) >= len(legacy) && strings.EqualFold(name[:len(legacy)], legacy) {
			return rt.Find(urn + name[len(legacy):])
		}
	}
	var found Path
	for _, x := range rt.Extensions {
		p, ok := rt.Find(x.Schema.ID + ":" + name)
		if !ok {
			continue
		}
		if found.Extension != nil {
			return Path{}, false
		}
		found = p
	}
	return found, found.Extension != nil
}

// formerly finds a sub-attribute by what SCIM 1.1 called it.
func (rt *ResourceType) formerly(name string) (Path, bool) {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return Path{}, false
	}
	p, ok := rt.Find(name[:dot])
	if !ok {
		p, ok = rt.infer(name[:dot])
	}
	if !ok || p.Attr == nil || p.Sub != nil {
		return Path{}, false
	}
	p.Sub = p.Attr.formerly(name[dot+1:])
	return p, p.Sub != nil
}

// formerly is the sub-attribute that SCIM 1.1 called name, nil when there is none.
func (a *Attribute) formerly(name string) *Attribute {
	if strings.EqualFold(a.Name, "manager") && strings.EqualFold(name, "managerId") {
		return a.Lookup("value")
	}
	return nil
}
