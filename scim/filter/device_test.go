package filter

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// maker is the URN of the extension of devices. It holds dots and digits, as real ones do.
const maker = "urn:example:params:scim:schemas:extension:maker:1.5:Device"

// device is a resource type with an attribute of every type and shape.
var device = &schema.ResourceType{
	Name: "Device",
	Schema: &schema.Schema{ID: "urn:example:params:scim:schemas:2.0:Device", Attributes: []*schema.Attribute{
		{Name: "label", Type: schema.String},
		{Name: "serial", Type: schema.String, CaseExact: true},
		{Name: "inUse", Type: schema.Boolean},
		{Name: "ports", Type: schema.Integer},
		{Name: "weight", Type: schema.Decimal},
		{Name: "bought", Type: schema.DateTime},
		{Name: "manual", Type: schema.Reference, CaseExact: true},
		{Name: "certificate", Type: schema.Binary, CaseExact: true},
		{Name: "pin", Type: schema.String, Returned: schema.ReturnedNever},
		{Name: "vault", Type: schema.Complex, Returned: schema.ReturnedNever, Sub: []*schema.Attribute{
			{Name: "value", Type: schema.String},
		}},
		{Name: "tags", Type: schema.String, MultiValued: true},
		{Name: "place", Type: schema.Complex, Sub: []*schema.Attribute{
			{Name: "floor", Type: schema.Integer},
			{Name: "room", Type: schema.String},
		}},
		{Name: "owner", Type: schema.Complex, Sub: []*schema.Attribute{
			{Name: "value", Type: schema.String, CaseExact: true},
			{Name: "$ref", Type: schema.Reference, CaseExact: true},
		}},
		{Name: "links", Type: schema.Complex, MultiValued: true, Sub: []*schema.Attribute{
			{Name: "value", Type: schema.String},
			{Name: "type", Type: schema.String},
			{Name: "primary", Type: schema.Boolean},
			{Name: "speed", Type: schema.Integer},
			{Name: "key", Type: schema.String, Returned: schema.ReturnedNever},
		}},
	}},
	Extensions: []schema.Extension{{Schema: &schema.Schema{ID: maker, Attributes: []*schema.Attribute{
		{Name: "brand", Type: schema.String},
		{Name: "dealer", Type: schema.Complex, Sub: []*schema.Attribute{{Name: "value", Type: schema.String}}},
	}}}},
}

// named builds the trees that tests expect: Name{Attr, Sub} from the arguments.
func named(attr string, sub ...string) Name {
	n := Name{Attr: attr}
	if len(sub) > 0 {
		n.Sub = sub[0]
	}
	return n
}

// is is the comparison of an attribute.
func is(attr string, op Op, value any) Compare {
	return Compare{Name: named(attr), Op: op, Value: value}
}

// tolerant is an edge that grants everything.
func tolerant() *scim.Edge { return new(scim.Edge) }

func mustParse(t *testing.T, text string) Expr {
	t.Helper()
	x, err := Parse(text, tolerant())
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return x
}

func mustBind(t *testing.T, rt *schema.ResourceType, text string) Expr {
	t.Helper()
	x, err := Bind(rt, mustParse(t, text), tolerant())
	if err != nil {
		t.Fatalf("Bind(%q): %v", text, err)
	}
	return x
}

// wantRefusal checks that err is a 400 with the given code and detail.
func wantRefusal(t *testing.T, err error, code scim.ScimType, detail string) {
	t.Helper()
	e, ok := errors.AsType[*scim.Error](err)
	if !ok {
		t.Fatalf("the error is %v, want a scim.Error", err)
	}
	want := scim.Error{Status: 400, ScimType: code, Detail: detail}
	got := scim.Error{Status: e.Status, ScimType: e.ScimType, Detail: e.Detail}
	if diff := cmp.Diff(want.Error(), got.Error()); diff != "" {
		t.Errorf("refused otherwise (-want +got):\n%s", diff)
	}
}

// wantUsed checks which tolerances were needed.
func wantUsed(t *testing.T, edge *scim.Edge, used ...scim.Tolerance) {
	t.Helper()
	want := map[scim.Tolerance]bool{}
	for _, u := range used {
		want[u] = true
	}
	got := map[scim.Tolerance]bool{}
	for u := range edge.Used {
		got[u] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tolerances used (-want +got):\n%s", diff)
	}
}
