package gateway

import (
	"net/http"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// resource refuses a resource with more elements than one request may have.
func (l Limits) resource(r scim.Resource) error {
	n := 0
	for name, v := range r.All() {
		if name == schema.Schemas.Name {
			continue
		}
		switch v := v.(type) {
		case []any:
			n += len(v)
		case *scim.Object:
			for _, w := range v.All() { // of an extension
				list, _ := w.([]any)
				n += len(list)
			}
		}
	}
	return l.elements(n)
}

// patch refuses operations with more elements than one request may have.
func (l Limits) patch(ops []patch.Op) error {
	n := 0
	for _, op := range ops {
		list, _ := op.Value.([]any)
		n += len(list)
	}
	return l.elements(n)
}

func (l Limits) elements(n int) error {
	if n <= l.Elements || l.Elements == 0 {
		return nil
	}
	return scim.Errorf(http.StatusRequestEntityTooLarge, "", "a request may have %d values of multi-valued attributes, this one has %d; send it in parts", l.Elements, n)
}
