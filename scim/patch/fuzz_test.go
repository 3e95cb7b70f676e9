package patch

import (
	"bytes"
	"errors"
	"testing"

	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// Whatever a client sends, it is applied or refused with a SCIM error; the input stays as it is, applying is
// repeatable, and what comes out is a canonical resource.
func FuzzApply(f *testing.F) {
	resources := []struct {
		rt     *schema.ResourceType
		before scim.Resource
	}{
		{user, complete(f, `{`+withBoth+`,"id":"1","userName":"ada","active":true,"name":{"givenName":"A","familyName":"L"},
			"emails":[{"value":"a","type":"work","primary":true},{"value":"b","type":"home"}],"addresses":[{"locality":"Ulm","type":"work"}],
			"`+enterprise+`":{"division":"D","manager":{"value":"7","displayName":"Bob"}}}`)},
		{group, object(f, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"g","displayName":"G","members":[{"value":"1","type":"User"},{"value":"2"}]}`)},
		{device, object(f, `{"schemas":["urn:example:2.0:Device","urn:example:2.0:Lease"],"serial":"s","tags":["a"],"place":{"building":"B","room":"7"},
			"disks":[{"value":"d","slot":1}],"urn:example:2.0:Lease":{"lessor":"L"}}`)},
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		o, err := jsonx.Decode(bytes.NewReader(body))
		if err != nil {
			return
		}
		sent := encoded(o)
		for _, r := range resources {
			for _, edge := range []*scim.Edge{{}, nil} {
				ops, err := Parse(r.rt, o, 50, edge)
				if encoded(o) != sent {
					t.Fatalf("Parse changed the message: %s", encoded(o))
				}
				if err != nil {
					isRefusal(t, err)
					continue
				}
				if _, _, _, err := Split(r.rt, ops, members); err != nil {
					t.Fatalf("Split refuses what Parse let pass: %v", err)
				}
				checkApply(t, r.rt, r.before, ops)
			}
		}
	})
}

// checkApply applies operations twice and checks what must hold whatever they are.
func checkApply(t failer, rt *schema.ResourceType, before scim.Resource, ops []Op) {
	t.Helper()
	copied, shownBefore := before.Clone(), shownAll(ops)
	after, _, err := Apply(rt, before, ops)
	if !before.Equal(copied) {
		t.Fatalf("Apply changed its input from\n%s to\n%s", encoded(copied), encoded(before))
	}
	if shownAll(ops) != shownBefore {
		t.Fatalf("Apply changed the operations from\n%s to\n%s", shownBefore, shownAll(ops))
	}
	again, _, errAgain := Apply(rt, before, ops)
	if err != nil {
		isRefusal(t, err)
		if errAgain == nil || errAgain.Error() != err.Error() {
			t.Fatalf("refused with %v, then with %v", err, errAgain)
		}
		return
	}
	if !after.Equal(again) {
		t.Fatalf("applied twice:\n%s\n%s", encoded(after), encoded(again))
	}
	isCanonical(t, rt, after)
}

func isRefusal(t failer, err error) {
	t.Helper()
	if e, ok := errors.AsType[*scim.Error](err); !ok || e.Status != 400 && e.Status != 413 {
		t.Fatalf("not a refusal: %v", err)
	}
}

// isCanonical checks that canonicalising a resource strictly finds nothing to do: names, types, order of elements, one
// primary, no empty values, true schemas.
func isCanonical(t failer, rt *schema.ResourceType, r scim.Resource) {
	t.Helper()
	canonical, err := schema.Canonicalise(rt, r, nil)
	if err != nil {
		t.Fatalf("%s is not canonical: %v", encoded(r), err)
	}
	for p := range rt.Attributes() {
		if p.Fixed() && p.Attr != schema.Schemas {
			continue
		}
		in, out := r, canonical
		if p.Extension != nil {
			in, out = r.Object(p.Extension.ID), canonical.Object(p.Extension.ID)
		}
		had, _ := in.Get(p.Attr.Name)
		has, _ := out.Get(p.Attr.Name)
		if !scim.EqualValues(withoutReadOnly(p, had), has) {
			t.Fatalf("%s is %s, canonically %s", p, encoded(had), encoded(has))
		}
	}
}

// withoutReadOnly is a single complex value without what the service provider added to it.
func withoutReadOnly(p schema.Path, v any) any {
	o, ok := v.(*scim.Object)
	if !ok {
		return v
	}
	o = o.Clone()
	for _, sub := range p.Attr.Sub {
		if sub.Mutability == schema.ReadOnly {
			o.Delete(sub.Name)
		}
	}
	return o
}

// failer is a test or a drawn case of one.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}
