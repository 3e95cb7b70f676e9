package bulk

import (
	"regexp"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// A reference stands where an id will stand: as a whole text, "bulkId:x", wherever in data a value can be; and inside
// the path of a PATCH, members[value eq "bulkId:x"]. No other text begins so, and every one that does must lead
// somewhere.

var quoted = regexp.MustCompile(`"bulkId:([^"\\]+)"`)

// References are the bulkIds that data mentions, each once, in order.
func References(data *scim.Object) []string {
	var ids []string
	note := func(id string) string {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		return prefix + id
	}
	rewriteObject(data, note)
	return ids
}

// Resolve is data with ids in place of references. missing are the references that ids does not know.
func Resolve(data *scim.Object, ids map[string]string) (resolved *scim.Object, missing []string) {
	resolved = rewriteObject(data, func(ref string) string {
		id, ok := ids[ref]
		if !ok && !slices.Contains(missing, ref) {
			missing = append(missing, ref)
		}
		return id
	})
	return resolved, missing
}

// rewriteObject copies o with what to says in place of every reference.
func rewriteObject(o *scim.Object, to func(id string) string) *scim.Object {
	if o == nil {
		return nil
	}
	c := new(scim.Object)
	for name, v := range o.All() {
		if text, ok := v.(string); ok && strings.EqualFold(name, "path") {
			v = quoted.ReplaceAllStringFunc(text, func(s string) string { return `"` + to(s[1+len(prefix):len(s)-1]) + `"` })
		}
		c.Append(name, rewrite(v, to))
	}
	return c
}

func rewrite(v any, to func(id string) string) any {
	switch v := v.(type) {
	case string:
		if id, ok := Reference(v); ok {
			return to(id)
		}
		return v
	case []any:
		c := make([]any, len(v))
		for i, e := range v {
			c[i] = rewrite(e, to)
		}
		return c
	case *scim.Object:
		return rewriteObject(v, to)
	default:
		return v
	}
}

// Split takes out of a resource what refers to one of without: an attribute, one of an extension, or the elements of
// one that has several. rest is what is left, and late a PatchOp message that adds what was taken out.
func Split(data *scim.Object, without []string) (rest, late *scim.Object) {
	refers := func(v any) bool { return mentions(v, without) }
	var operations []any
	rest = new(scim.Object)
	for name, v := range data.All() {
		stays, goes := split(name, v, refers)
		if goes != nil {
			operations = append(operations, scim.NewObject("op", "add", "path", name, "value", goes))
		}
		if stays != nil {
			rest.Append(name, stays)
		}
	}
	return rest, scim.NewObject("schemas", []any{scim.MessagePatch}, "Operations", operations)
}

// split divides the value of an attribute, or of an extension, whose name is a URN. Nil is nothing.
func split(name string, v any, refers func(any) bool) (stays, goes any) {
	if !refers(v) {
		return v, nil
	}
	switch v := v.(type) {
	case []any:
		goes := slices.DeleteFunc(slices.Clone(v), func(e any) bool { return !refers(e) })
		if len(goes) == len(v) {
			return nil, goes
		}
		return slices.DeleteFunc(slices.Clone(v), refers), goes
	case *scim.Object:
		if !strings.Contains(name, ":") {
			return nil, v
		}
		stays, goes := new(scim.Object), new(scim.Object)
		for name, w := range v.All() {
			if refers(w) {
				goes.Append(name, w)
			} else {
				stays.Append(name, w)
			}
		}
		if stays.Len() == 0 {
			return nil, goes
		}
		return stays, goes
	default:
		return nil, v
	}
}

// mentions reports whether a value refers to one of ids.
func mentions(v any, ids []string) bool {
	found := false
	rewrite(v, func(id string) string {
		found = found || slices.Contains(ids, id)
		return ""
	})
	return found
}
