package filter

import (
	"cmp"
	"strings"

	"github.com/scimgate/scimgate/scim/schema"
)

// compare orders two values of an attribute; ok is false when they are not of one type.
func compare(a *schema.Attribute, have, want any) (order int, ok bool) {
	switch want := want.(type) {
	case bool:
		have, ok := have.(bool)
		if have == want {
			return 0, ok
		}
		return 1, ok
	case string:
		have, ok := have.(string)
		if a.Type == schema.DateTime {
			return compareDates(have, want)
		}
		k := a.Comparison()
		return strings.Compare(k.Apply(have), k.Apply(want)), ok
	}
	return compareNumbers(have, want)
}

func compareDates(have, want string) (order int, ok bool) {
	h, ok := schema.Instant(have)
	w, valid := schema.Instant(want)
	return h.Compare(w), ok && valid
}

func compareNumbers(have, want any) (order int, ok bool) {
	h, isInt := have.(int64)
	if w, ok := want.(int64); ok && isInt {
		return cmp.Compare(h, w), true
	}
	hf, ok := float(have)
	wf, valid := float(want)
	return cmp.Compare(hf, wf), ok && valid
}

func float(v any) (f float64, ok bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}
