package gateway

import (
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// What an app says about itself is derived from the mappings it is served by, so that it is true (RFC 7643 §5 to §7).

// ServiceProviderConfig says which features of SCIM the app supports (RFC 7643 §5).
func (a *App) ServiceProviderConfig(base string) scim.Resource {
	supported := func(yes bool) *scim.Object { return scim.NewObject("supported", yes) }
	config := scim.NewObject(
		"schemas", []any{scim.SchemaServiceProviderConfig},
		"patch", supported(true),
		"bulk", scim.NewObject("supported", a.Limits.BulkOperations > 0,
			"maxOperations", int64(a.Limits.BulkOperations), "maxPayloadSize", int64(a.Limits.BulkPayload)),
		"filter", scim.NewObject("supported", true, "maxResults", int64(a.Limits.MaxCount)),
		"changePassword", supported(a.changesPasswords()),
		"sort", supported(true),
		"etag", supported(true),
		"pagination", a.Limits.pagination(),
		"authenticationSchemes", []any{scim.NewObject(
			"type", "oauthbearertoken",
			"name", "OAuth Bearer Token",
			"description", "Every request carries a bearer token in its Authorization header.",
			"specUri", "https://www.rfc-editor.org/info/rfc6750",
			"primary", true,
		)},
		"meta", scim.NewObject("resourceType", "ServiceProviderConfig", "location", base+"/ServiceProviderConfig"),
	)
	if a.ToleratesNothing() { // draft-zollner-scim-interop-profile §5.3 wants what is not defined to be refused
		config.Append("interopProfileConformant", true)
	}
	return config
}

// pagination is how pages are made (RFC 9865 §4).
func (l Limits) pagination() *scim.Object {
	o := scim.NewObject(
		"cursor", l.CursorTimeout > 0,
		"index", true,
		"defaultPaginationMethod", "index",
		"defaultPageSize", int64(l.DefaultCount),
		"maxPageSize", int64(l.MaxCount),
	)
	if l.CursorTimeout > 0 {
		o.Append("cursorTimeout", int64(l.CursorTimeout.Seconds()))
	}
	return o
}

func (a *App) changesPasswords() bool {
	for _, rt := range a.types() {
		if rt.Schema.Lookup("password") != nil {
			return true
		}
	}
	return false
}

// ResourceTypes are the resource types of the app, by name (RFC 7643 §6).
func (a *App) ResourceTypes(base string) []scim.Resource {
	var list []scim.Resource
	for _, rt := range a.types() {
		list = append(list, rt.Resource(base))
	}
	return list
}

// ResourceType finds a resource type by name, nil when there is none.
func (a *App) ResourceType(base, name string) scim.Resource {
	for _, rt := range a.types() {
		if strings.EqualFold(rt.Name, name) {
			return rt.Resource(base)
		}
	}
	return nil
}

// Schemas are the schemas of the app's resource types and those of discovery itself (RFC 7643 §7). The schemas of
// messages are no resources' and not among them.
func (a *App) Schemas(base string) []scim.Resource {
	var list []scim.Resource
	for _, s := range a.schemas() {
		list = append(list, s.Resource(base))
	}
	return list
}

// Schema finds a schema by its URN in any letter case, nil when there is none.
func (a *App) Schema(base, urn string) scim.Resource {
	for _, s := range a.schemas() {
		if strings.EqualFold(s.ID, urn) {
			return s.Resource(base)
		}
	}
	return nil
}

func (a *App) schemas() []*schema.Schema {
	var list []*schema.Schema
	for _, rt := range a.types() {
		for s := range rt.Schemas() {
			if !slices.ContainsFunc(list, func(t *schema.Schema) bool { return t.ID == s.ID }) {
				list = append(list, s)
			}
		}
	}
	return append(list, schema.Discovery()...)
}

// types are the app's resource types, by name.
func (a *App) types() []*schema.ResourceType {
	var list []*schema.ResourceType
	for _, name := range slices.Sorted(maps.Keys(a.Endpoints)) {
		list = append(list, a.Endpoints[name].Mapping.Type())
	}
	return list
}
