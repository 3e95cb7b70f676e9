package gateway

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// claimOrigins gives the elements of a replacement the native rows of the elements they stand for, so that a row that
// survives is updated in place and keeps the columns nobody mapped. An element is the same as one before when type
// and value are; else when the type is; else by position among what is left.
func claimOrigins(before, after scim.Resource) {
	for name, v := range after.All() {
		switch v := v.(type) {
		case []any:
			claimElements(before.List(name), v)
		case *scim.Object:
			if b := before.Object(name); b != nil {
				claimOrigins(b, v) // an extension
			}
		}
	}
}

func claimElements(before, after []any) {
	free, open := objects(before), objects(after)
	for _, same := range []func(b, a *scim.Object) bool{sameElement, sameType, anyElement} {
		free, open = claim(free, open, same)
	}
}

// claim pairs elements and returns those of both sides that found no partner.
func claim(free, open []*scim.Object, same func(b, a *scim.Object) bool) (freeLeft, openLeft []*scim.Object) {
	for _, a := range open {
		i := 0
		for i < len(free) && !same(free[i], a) {
			i++
		}
		if i == len(free) {
			openLeft = append(openLeft, a)
			continue
		}
		a.SetOrigin(free[i].Origin())
		free = append(free[:i:i], free[i+1:]...)
	}
	return free, openLeft
}

func sameElement(b, a *scim.Object) bool {
	v, _ := b.Get("value")
	w, _ := a.Get("value")
	return scim.EqualValues(v, w) && strings.EqualFold(b.Text("type"), a.Text("type"))
}

func sameType(b, a *scim.Object) bool {
	return b.Text("type") != "" && strings.EqualFold(b.Text("type"), a.Text("type"))
}

func anyElement(_, _ *scim.Object) bool { return true }

// objects are the complex elements of a list.
func objects(list []any) []*scim.Object {
	var out []*scim.Object
	for _, e := range list {
		if o, ok := e.(*scim.Object); ok {
			out = append(out, o)
		}
	}
	return out
}
