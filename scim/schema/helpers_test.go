package schema

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
)

// userType is the user of RFC 7643 whole, with the enterprise extension.
func userType() *ResourceType {
	return &ResourceType{
		Name: "User", Endpoint: "/Users", Description: "User account", Schema: User(),
		Extensions: []Extension{{Schema: EnterpriseUser()}},
	}
}

func groupType() *ResourceType {
	return &ResourceType{Name: "Group", Endpoint: "/Groups", Schema: Group()}
}

// deviceType has what users and groups have not: numbers, dates, immutable, required and request-only attributes.
func deviceType() *ResourceType {
	return &ResourceType{
		Name: "Device", Endpoint: "/Devices",
		Schema: &Schema{ID: "urn:example:2.0:Device", Attributes: []*Attribute{
			{Name: "serial", Type: String, Required: true, Mutability: Immutable},
			{Name: "ports", Type: Integer},
			{Name: "weight", Type: Decimal},
			{Name: "bought", Type: DateTime},
			{Name: "firmware", Type: Binary},
			{Name: "tags", Type: String, MultiValued: true},
			{Name: "notes", Type: String, Returned: ReturnedRequest},
			{Name: "label", Type: String, Returned: ReturnedAlways},
			{Name: "place", Type: Complex, Sub: []*Attribute{
				{Name: "building", Type: String, Required: true},
				{Name: "room", Type: String, Mutability: Immutable},
				{Name: "code", Type: String, Returned: ReturnedAlways},
			}},
			{Name: "disks", Type: Complex, MultiValued: true, Sub: []*Attribute{
				{Name: "value", Type: String, Required: true},
				{Name: "key", Type: String, Returned: ReturnedNever},
				{Name: "health", Type: String, Returned: ReturnedRequest},
			}},
		}},
		Extensions: []Extension{
			{Schema: &Schema{ID: "urn:example:2.0:Lease", Attributes: []*Attribute{
				{Name: "until", Type: DateTime, Required: true},
				{Name: "lessor", Type: String},
			}}},
			{Schema: &Schema{ID: "urn:example:2.0:Repair", Attributes: []*Attribute{{Name: "lessor", Type: String}}}},
		},
	}
}

func object(t testing.TB, text string) *scim.Object {
	t.Helper()
	o, err := jsonx.Decode(strings.NewReader(text))
	if err != nil {
		t.Fatalf("test data %s: %v", text, err)
	}
	return o
}

// value reads any JSON value.
func value(t testing.TB, text string) any {
	t.Helper()
	v, _ := object(t, `{"v":`+text+`}`).Get("v")
	return v
}

func encoded(v any) string { return string(scim.AppendJSON(nil, v)) }

// code is the status and the scimType of an error, such as "400 invalidValue".
func code(err error) string {
	if e, ok := errors.AsType[*scim.Error](err); ok {
		return strings.TrimSpace(fmt.Sprint(e.Status, " ", e.ScimType))
	}
	return fmt.Sprint(err)
}

func path(t testing.TB, rt *ResourceType, name string) Path {
	t.Helper()
	p, ok := rt.Find(name)
	if !ok {
		t.Fatalf("test data: a %s has no %s", rt.Name, name)
	}
	return p
}
