package gateway

import (
	"net/http"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

var versionPath = schema.Path{Attr: schema.Meta, Sub: schema.Meta.Lookup("version")}

// entityTag is the weak tag of a record that was read with the mapping's FullNeed. It is the same for every view of
// the resource; large attributes are outside it.
func (e *Endpoint) entityTag(r connectors.Record) string {
	return `W/"` + e.Mapping.Version(r) + `"`
}

// tagged reports whether one of a client's tags names this version. All comparison is weak: our tags are.
func tagged(tags []string, version string) bool {
	opaque := strings.TrimPrefix(version, "W/")
	return slices.ContainsFunc(tags, func(t string) bool { return t == "*" || strings.TrimPrefix(t, "W/") == opaque })
}

// precondition is 412 when the client asked for another version than the current one.
func (e *Endpoint) precondition(v View, cur connectors.Record) error {
	if len(v.IfMatch) == 0 || tagged(v.IfMatch, e.entityTag(cur)) {
		return nil
	}
	return scim.Errorf(http.StatusPreconditionFailed, "", "the resource has changed since it was read")
}
