package mappings

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim/schema"
)

// resolve finds the attribute that a rule's key names: "name.givenName", "enterprise.department", "meta.created", or
// a name with its URN. Rules are the operator's own text, so the letter case must be the schema's.
func (d *resourceDef) resolve(key string) (schema.Path, bool) {
	name := key
	if prefix, rest, ok := strings.Cut(key, "."); ok {
		if x := d.prefixes[prefix]; x != nil {
			name = x.ID + ":" + rest
		}
	}
	p, ok := d.base.Find(name)
	if !ok || p.Attr == nil || !strings.HasSuffix(p.String(), strings.TrimPrefix(name, d.base.Schema.ID+":")) {
		return schema.Path{}, false
	}
	return p, true
}

// attributeNames lists every key a rule may have, for suggestions.
func (d *resourceDef) attributeNames() []string {
	list := []string{"externalId", "meta.created", "meta.lastModified"}
	list = append(list, keysOf("", d.base.Schema.Attributes)...)
	for prefix, x := range d.prefixes {
		list = append(list, keysOf(prefix+".", x.Attributes)...)
	}
	slices.Sort(list)
	return list
}

func keysOf(prefix string, list []*schema.Attribute) []string {
	var keys []string
	for _, a := range list {
		keys = append(keys, prefix+a.Name)
		if !a.MultiValued {
			keys = append(keys, keysOf(prefix+a.Name+".", a.Sub)...)
		}
	}
	return keys
}

// mappedNames lists the attributes that have rules.
func (d *resourceDef) mappedNames() []string {
	list := make([]string, len(d.rules))
	for i, r := range d.rules {
		list[i] = r.node.Text()
	}
	return list
}

func subNames(a *schema.Attribute) []string {
	list := make([]string, len(a.Sub))
	for i, s := range a.Sub {
		list[i] = s.Name
	}
	return list
}
