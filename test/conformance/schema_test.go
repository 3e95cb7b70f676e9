package conformance

import "iter"

// described is an attribute as a schema describes it. Its name is a path, "name.givenName".
type describedAttribute struct {
	object
	name string
}

// described are the attributes of a schema, each before its sub-attributes.
func described(schema object) iter.Seq[describedAttribute] {
	return func(yield func(describedAttribute) bool) {
		for _, a := range listOf(schema["attributes"]) {
			a := describedAttribute{a.(object), a.(object)["name"].(string)}
			if !yield(a) {
				return
			}
			for _, sub := range listOf(a.object["subAttributes"]) {
				sub := sub.(object)
				if !yield(describedAttribute{sub, a.name + "." + sub["name"].(string)}) {
					return
				}
			}
		}
	}
}
