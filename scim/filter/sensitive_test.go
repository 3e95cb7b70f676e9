package filter

import (
	"testing"

	"github.com/scimgate/scimgate/scim/schema"
)

func TestSensitive(t *testing.T) {
	badge := &schema.ResourceType{
		Name: "Badge",
		Schema: &schema.Schema{ID: "urn:example:params:scim:schemas:2.0:badge", Attributes: []*schema.Attribute{
			{Name: "label", Type: schema.String},
			{Name: "number", Type: schema.String, Sensitive: true},
			{Name: "holder", Type: schema.Complex, Sensitive: true, Sub: []*schema.Attribute{{Name: "value", Type: schema.String}}},
			{Name: "codes", Type: schema.Complex, MultiValued: true, Sub: []*schema.Attribute{
				{Name: "value", Type: schema.String, Sensitive: true}, {Name: "type", Type: schema.String},
			}},
		}},
		Extensions: []schema.Extension{{Schema: &schema.Schema{ID: maker, Attributes: []*schema.Attribute{{Name: "batch", Type: schema.String, Sensitive: true}}}}},
	}
	tests := []struct{ name, text, want string }{
		{"what is not marked is not sensitive", `label eq "x" or not (label pr) and codes[type eq "x"]`, ""},
		{"an attribute, in any letter case", `NUMBER eq "x"`, "number"},
		{"whatever the comparison", `number pr`, "number"},
		{"on either side of and", `label pr and (number sw "x")`, "number"},
		{"on either side of or", `number sw "x" or label pr`, "number"},
		{"behind not", `not (number eq "x")`, "number"},
		{"a sub-attribute of what is marked as a whole", `holder.value eq "x"`, "holder.value"},
		{"what is marked as a whole", `holder pr`, "holder"},
		{"a complex attribute that stands for its value", `codes eq "x"`, "codes"},
		{"a sub-attribute that is marked", `codes.value eq "x"`, "codes.value"},
		{"its sibling, which is not", `codes.type eq "x"`, ""},
		{"inside brackets", `codes[type eq "x" and value eq "y"]`, "codes.value"},
		{"inside the brackets of what is marked as a whole", `holder[value eq "y"]`, "holder.value"},
		{"an attribute of an extension", maker + `:batch eq "x"`, maker + ":batch"},
		{"an attribute of an extension without its URN", `batch eq "x"`, maker + ":batch"},
		{"beside what no type has", `shoeSize eq 43 and number eq "x"`, "number"},
		{"compared with what it cannot be compared with", `number gt true`, "number"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x, err := Parse(test.text, nil)
			if err != nil {
				t.Fatal(err)
			}
			at, found := Sensitive(badge, x)
			if found != (test.want != "") || found && at.String() != test.want {
				t.Errorf("Sensitive(%s) is %s, %v, want %q", test.text, at, found, test.want)
			}
		})
	}
	if _, found := Sensitive(badge, nil); found {
		t.Error("no filter is sensitive")
	}
}
