package gateway

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// claimOrigins gives the elements of a resource the native rows of the elements they stand for, so that a row that
// survives is updated in place and keeps the columns nobody mapped. An element that has its row keeps it. Another is
// the same as one before when all of it is; else when type and value are; else when the type is; else as the caller
// says.
func claimOrigins(before, after scim.Resource, last ...likeness) {
	for name, v := range after.All() {
		switch v := v.(type) {
		case []any:
			free, open := objects(before.List(name)), objects(v)
			for _, same := range slices.Concat([]likeness{sameRow, (*scim.Object).Equal, sameValue, sameType}, last) {
				free, open = claim(free, open, same)
			}
		case *scim.Object:
			if b := before.Object(name); b != nil {
				claimOrigins(b, v, last...) // an extension
			}
		}
	}
}

// likeness tells whether an element of after stands for one of before.
type likeness func(b, a *scim.Object) bool

// claim pairs elements and returns those of both sides that found no partner.
func claim(free, open []*scim.Object, same likeness) (freeLeft, openLeft []*scim.Object) {
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

func sameRow(b, a *scim.Object) bool { return a.Origin() != "" && b.Origin() == a.Origin() }

func sameValue(b, a *scim.Object) bool {
	v, ok := b.Get("value")
	w, _ := a.Get("value")
	return ok && scim.EqualValues(v, w) && strings.EqualFold(b.Text("type"), a.Text("type"))
}

func sameType(b, a *scim.Object) bool {
	return b.Text("type") != "" && strings.EqualFold(b.Text("type"), a.Text("type"))
}

// samePosition is for elements that were sent as one whole: what nothing else tells apart goes by its place.
func samePosition(_, _ *scim.Object) bool { return true }

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

// withTwins is list and those elements of before that only a native row tells from one in list. A client cannot mean
// to remove them: SCIM has no two elements with the same type and value (RFC 7643 §2.4), so it was shown one thing.
func withTwins(before, list []any) []any {
	free, _ := claim(objects(before), objects(list), twins)
	for _, b := range free {
		if slices.ContainsFunc(objects(list), func(a *scim.Object) bool { return twins(b, a) }) {
			list = append(list, b.Clone())
		}
	}
	return list
}

func twins(b, a *scim.Object) bool { return b.Equal(a) || sameValue(b, a) }
