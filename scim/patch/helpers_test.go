package patch

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

const (
	enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	coreOnly   = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]`
	withBoth   = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","` + enterprise + `"]`
	maximum    = 1000
)

// user is the user of RFC 7643 whole, with the enterprise extension.
var user = &schema.ResourceType{
	Name: "User", Endpoint: "/Users", Schema: schema.User(),
	Extensions: []schema.Extension{{Schema: schema.EnterpriseUser()}},
}

var group = &schema.ResourceType{Name: "Group", Endpoint: "/Groups", Schema: schema.Group()}

// device has what users and groups have not: immutable and required attributes of every shape.
var device = &schema.ResourceType{
	Name: "Device", Endpoint: "/Devices",
	Schema: &schema.Schema{ID: "urn:example:2.0:Device", Attributes: []*schema.Attribute{
		{Name: "serial", Type: schema.String, Mutability: schema.Immutable},
		{Name: "colours", Type: schema.String, MultiValued: true, Mutability: schema.Immutable},
		{Name: "tags", Type: schema.String, MultiValued: true, Required: true},
		{Name: "place", Type: schema.Complex, Required: true, Sub: []*schema.Attribute{
			{Name: "building", Type: schema.String, Required: true},
			{Name: "room", Type: schema.String, Mutability: schema.Immutable},
			{Name: "floor", Type: schema.Integer},
		}},
		{Name: "maker", Type: schema.Complex, Sub: []*schema.Attribute{{Name: "name", Type: schema.String}, {Name: "year", Type: schema.Integer, Mutability: schema.Immutable}}},
		{Name: "disks", Type: schema.Complex, MultiValued: true, Sub: []*schema.Attribute{
			{Name: "value", Type: schema.String, Required: true},
			{Name: "slot", Type: schema.Integer},
			{Name: "primary", Type: schema.Boolean},
		}},
		{Name: "origin", Type: schema.Complex, Mutability: schema.Immutable, Sub: []*schema.Attribute{{Name: "country", Type: schema.String}}},
	}},
	Extensions: []schema.Extension{{Required: true, Schema: &schema.Schema{
		ID: "urn:example:2.0:Lease", Attributes: []*schema.Attribute{{Name: "lessor", Type: schema.String, Mutability: schema.Immutable}, {Name: "until", Type: schema.DateTime}},
	}}},
}

// mapped is what is left of user when an app file maps a few attributes and computes one.
var mapped = &schema.ResourceType{Name: "User", Endpoint: "/Users", Schema: &schema.Schema{
	ID: scim.SchemaUser,
	Attributes: []*schema.Attribute{
		{Name: "userName", Type: schema.String},
		{Name: "emails", Type: schema.Complex, MultiValued: true, Sub: []*schema.Attribute{{Name: "value", Type: schema.String}}},
		{Name: "name", Type: schema.Complex, Sub: []*schema.Attribute{{Name: "formatted", Type: schema.String, Mutability: schema.ReadOnly}}},
		{Name: "phoneNumbers", Type: schema.Complex, MultiValued: true, Sub: []*schema.Attribute{
			{Name: "value", Type: schema.String}, {Name: "type", Type: schema.String, CanonicalValues: []string{"desk"}},
		}},
		{Name: "roles", Type: schema.Complex, MultiValued: true, Sub: []*schema.Attribute{{Name: "value", Type: schema.String}}},
	},
}}

func object(t testing.TB, text string) *scim.Object {
	t.Helper()
	o, err := jsonx.Decode(strings.NewReader(text))
	if err != nil {
		t.Fatalf("test data %s: %v", text, err)
	}
	return o
}

// message is a PatchOp message of operations in JSON.
func message(t testing.TB, operations string) *scim.Object {
	t.Helper()
	return object(t, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[`+operations+`]}`)
}

func encoded(v any) string { return string(scim.AppendJSON(nil, v)) }

// code is the status and the scimType of an error, such as "400 invalidValue".
func code(err error) string {
	if e, ok := errors.AsType[*scim.Error](err); ok {
		return strings.TrimSpace(fmt.Sprint(e.Status, " ", e.ScimType))
	}
	return fmt.Sprint(err)
}

// shown is an operation as one line.
func shown(op Op) string {
	s := string(op.Kind) + " " + op.Path.String()
	if op.HasValue {
		s += " " + encoded(op.Value)
	}
	if op.Create {
		s += " or create"
	}
	return s
}

func shownAll(ops []Op) string {
	lines := make([]string, len(ops))
	for i, op := range ops {
		lines[i] = shown(op)
	}
	return strings.Join(lines, "\n")
}
