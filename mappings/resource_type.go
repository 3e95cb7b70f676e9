package mappings

import (
	"regexp"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// readType reads what kind of resource d is: its full resource type, before anything is pruned. It reports false when
// nobody knows the type.
func (d *resourceDef) readType(r *yamlx.Reader, schemas []*schema.Schema, found *diag.List) bool {
	rt := &schema.ResourceType{Name: d.name}
	switch own := r.Node().Get("schema"); {
	case d.name == "User":
		rt.Endpoint, rt.Description, rt.Schema = "/Users", "User accounts", schema.User()
	case d.name == "Group":
		rt.Endpoint, rt.Description, rt.Schema = "/Groups", "Groups", schema.Group()
	case own.IsMissing():
		found.Add(d.node.Finding("mapping/unknown-resource-type", diag.Suggest(d.name, []string{"User", "Group"}),
			"unknown resource type %q", d.name))
		return false
	default:
		d.checkTypeName(found)
		urn, endpoint := needText(r, "schema", found), needText(r, "endpoint", found)
		rt.Endpoint, rt.Description = endpoint.Text(), r.Text("description", "")
		checkEndpoint(endpoint, found)
		if rt.Schema = findSchema(schemas, urn.Text()); rt.Schema == nil {
			found.Add(urn.Finding("mapping/unknown-schema", diag.Suggest(urn.Text(), urns(schemas)), "the file has no schema %q", urn.Text()))
			return false
		}
		d.endpoint = endpoint
		d.own = append(d.own, usedSchema{rt.Schema, urn})
	}
	d.base = rt
	return true
}

// usedSchema is an app's own schema where a resource type names it.
type usedSchema struct {
	*schema.Schema
	node yamlx.Node
}

var (
	typeName      = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	plainEndpoint = regexp.MustCompile(`^/[A-Za-z][A-Za-z0-9._~-]*$`)
	// gatewayEndpoints are paths that mean something in every app.
	gatewayEndpoints = []string{"/Users", "/Groups", "/ServiceProviderConfig", "/ResourceTypes", "/Schemas", "/Me", "/Bulk"}
)

func (d *resourceDef) checkTypeName(found *diag.List) {
	if !typeName.MatchString(d.name) {
		found.Add(d.node.Finding("mapping/resource-type", "", "the name of a resource type begins with a letter and has letters, digits, - and _"))
	}
	for _, name := range []string{"User", "Group"} {
		if strings.EqualFold(d.name, name) {
			found.Add(d.node.Finding("mapping/resource-type", "did you mean "+name+"?", "%q and %s are the same name", d.name, name))
		}
	}
}

func checkEndpoint(n yamlx.Node, found *diag.List) {
	switch {
	case n.IsMissing() || n.IsNull():
	case !plainEndpoint.MatchString(n.Text()):
		found.Add(n.Finding("mapping/endpoint", "", "an endpoint is one plain segment, such as /Devices"))
	case slices.ContainsFunc(gatewayEndpoints, func(path string) bool { return strings.EqualFold(path, n.Text()) }):
		found.Add(n.Finding("mapping/endpoint", "", "%s means something in every app", n.Text()))
	}
}

// checkTypes reports what two resource types of the file cannot share: names and endpoints that differ in letter case
// alone, and schemas of the app's own, of which each type maps a part of its own.
func (f *File) checkTypes(found *diag.List) {
	for i, d := range f.resources {
		for _, other := range f.resources[:i] {
			if strings.EqualFold(d.name, other.name) {
				found.Add(d.node.Finding("mapping/resource-type", "", "%q and %q are the same name", d.name, other.name))
			}
			if !d.endpoint.IsMissing() && strings.EqualFold(d.base.Endpoint, other.base.Endpoint) {
				found.Add(d.endpoint.Finding("mapping/endpoint", "", "%s is the endpoint of %s", d.base.Endpoint, other.name))
			}
			for _, s := range d.own {
				if slices.ContainsFunc(other.own, func(o usedSchema) bool { return o.Schema == s.Schema }) {
					found.Add(s.node.Finding("mapping/schema-shared", "", "%s has this schema already: another resource type needs one of its own", other.name))
				}
			}
		}
	}
}
