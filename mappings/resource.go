package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// resourceDef is one entry of `resources:` as it was read.
type resourceDef struct {
	name     string
	node     yamlx.Node
	base     *schema.ResourceType      // everything the RFCs know of this type
	prefixes map[string]*schema.Schema // "enterprise" → the extension's schema

	entity    string
	key       []string
	identity  string
	adopt     string
	match     []schema.Path
	matchNode yamlx.Node

	rules  []*ruleDef
	joins  []connectors.Join
	fields []fieldDef

	scope, gone, protect connectors.Predicate
	keep                 bool
	removal              map[string]connectors.Source
	insert               map[string]connectors.Source
	stamp                connectors.Stamps

	at map[string]diag.Position // where native names stand, for the connector's findings
}

// note remembers where a native name stands, the first time it does.
func (d *resourceDef) note(name string, n yamlx.Node) {
	if _, ok := d.at[name]; !ok {
		d.at[name] = n.Position()
	}
}

// readResource reads one entry of `resources:`; nil when its type is not known.
func readResource(e yamlx.Entry, found *diag.List) *resourceDef {
	d := &resourceDef{name: e.Name, node: e.Key, at: map[string]diag.Position{}}
	d.note("", e.Key)
	r := yamlx.Read(e.Value, "mapping", found)
	if d.base, d.prefixes = baseType(e, r.Get("extensions"), found); d.base == nil {
		return nil
	}
	entity := needText(r, "entity", found)
	d.entity = entity.Text()
	d.note(d.entity, entity)
	d.key = d.readNames(r, "key", "")
	d.identity = r.OneOf("identity", "derived", "key")
	d.adopt = r.OneOf("adopt", "if_unclaimed", "never", "always")
	d.scope = d.readPredicate(r.Get("where"), "", found)
	d.protect = d.readPredicate(r.Get("protect"), "", found)
	d.readRules(r.Need("attributes"), found)
	d.readMatch(r.Get("match"), r.Texts("match"), found)
	d.readFields(r.Get("fields"), found)
	d.insert = d.readSources(r.Get("insert"), found)
	d.readStamp(r.Get("stamp"), found)
	d.readDelete(r.Get("delete"), found)
	r.Close()
	return d
}

// baseType is the full resource type of the RFCs, before anything is pruned; nil when they know of none.
func baseType(e yamlx.Entry, extensions yamlx.Node, found *diag.List) (*schema.ResourceType, map[string]*schema.Schema) {
	rt := &schema.ResourceType{Name: e.Name}
	prefixes := map[string]*schema.Schema{}
	switch e.Name {
	case "User":
		rt.Endpoint, rt.Description, rt.Schema = "/Users", "User accounts", schema.User()
	case "Group":
		rt.Endpoint, rt.Description, rt.Schema = "/Groups", "Groups", schema.Group()
	default:
		found.Add(e.Key.Finding("mapping/unknown-resource-type", diag.Suggest(e.Name, []string{"User", "Group"}),
			"unknown resource type %q", e.Name))
		return nil, nil
	}
	names := extensions.Items()
	if !extensions.IsMissing() && !extensions.IsList() {
		names = []yamlx.Node{extensions} // a list of one
	}
	for _, x := range names {
		switch {
		case prefixes[x.Text()] != nil:
			found.Add(x.Finding("mapping/duplicate", "", "the extension %s stands here already", x.Text()))
		case x.Text() == "enterprise" && e.Name == "User":
			s := schema.EnterpriseUser()
			prefixes["enterprise"] = s
			rt.Extensions = append(rt.Extensions, schema.Extension{Schema: s})
		default:
			found.Add(x.Finding("mapping/unknown-extension", diag.Suggest(x.Text(), []string{"enterprise"}),
				"%s has no extension %q", e.Name, x.Text()))
		}
	}
	return rt, prefixes
}

// prefixOf is the name an extension has in this file.
func prefixOf(prefixes map[string]*schema.Schema, s *schema.Schema) string {
	for name, x := range prefixes {
		if x.ID == s.ID {
			return name
		}
	}
	return s.ID
}

func (d *resourceDef) readRules(n yamlx.Node, found *diag.List) {
	for _, e := range needEntries(n, found) {
		rule := d.readRule(e, found)
		switch {
		case rule == nil:
		case d.ruleFor(rule.at) != nil:
			found.Add(e.Key.Finding("mapping/duplicate", "", "%s has a rule already", rule.at))
		default:
			d.rules = append(d.rules, rule)
		}
	}
}

// readMatch reads how an existing account is recognised. Without `match` it is the attribute that is unique by
// nature, where it is mapped.
func (d *resourceDef) readMatch(n yamlx.Node, names []string, found *diag.List) {
	d.matchNode = n
	if n.IsMissing() {
		d.matchNode = d.node
		natural := map[string]string{"User": "userName", "Group": "displayName"}[d.name]
		if p, ok := d.base.Find(natural); ok && d.ruleFor(p) != nil && d.ruleFor(p).cell != nil {
			d.match = []schema.Path{p}
		}
		return
	}
	for _, name := range names {
		p, ok := d.resolve(name)
		switch {
		case !ok || d.ruleFor(p) == nil:
			found.Add(n.Finding("mapping/match", diag.Suggest(name, d.mappedNames()), "%q is not a mapped attribute", name))
		case d.ruleFor(p).cell == nil || d.ruleFor(p).cell.secret:
			found.Add(n.Finding("mapping/match", "", "an account cannot be recognised by %s", name))
		default:
			d.match = append(d.match, p)
		}
	}
}

// ruleFor finds the rule that fills p, nil when none does.
func (d *resourceDef) ruleFor(p schema.Path) *ruleDef {
	i := slices.IndexFunc(d.rules, func(r *ruleDef) bool { return r.at == p })
	if i < 0 {
		return nil
	}
	return d.rules[i]
}
