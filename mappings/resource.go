package mappings

import (
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// resourceDef is one entry of `resources:` as it was read.
type resourceDef struct {
	name     string
	node     yamlx.Node
	base     *schema.ResourceType      // everything there is of this type
	prefixes map[string]*schema.Schema // "enterprise" → the extension's schema
	own      []usedSchema              // of the app itself
	endpoint yamlx.Node                // of a type of the app itself

	extensionNodes []yamlx.Node // as in base.Extensions

	entity    string
	values    *connectors.Values // the records are values of a field of entity; nil: its rows
	key       []string
	identity  string
	anchor    string // the field that ids hang on instead of the key
	adopt     string
	settle    time.Duration
	match     []schema.Path
	matchNode yamlx.Node

	identityNode yamlx.Node

	rules   []*ruleDef
	joins   []connectors.Join
	aliases []string // of the joins that `join` names
	fields  []fieldDef

	scope, gone, protect connectors.Predicate
	keep                 bool
	removal              removalDef
	insert               map[string]connectors.Source
	stamp                connectors.Stamps
	brings               []connectors.Bring
	after                []connectors.Effect
	version              string
	versionNode          yamlx.Node
	bump                 bool // version is ours to count up

	at map[string]diag.Position // where native names stand, for the connector's findings
}

// note remembers where a native name stands, the first time it does.
func (d *resourceDef) note(name string, n yamlx.Node) {
	if _, ok := d.at[name]; !ok {
		d.at[name] = n.Position()
	}
}

// readResource reads one entry of `resources:`; nil when its type is not known.
func readResource(e yamlx.Entry, schemas []*schema.Schema, found *diag.List) *resourceDef {
	d := &resourceDef{name: e.Name, node: e.Key, at: map[string]diag.Position{}, prefixes: map[string]*schema.Schema{}}
	d.note("", e.Key)
	r := yamlx.Read(e.Value, "mapping", found)
	if !d.readType(r, schemas, found) {
		return nil
	}
	d.readExtensions(r.Get("extensions"), schemas, found)
	for _, s := range d.own {
		d.base.Whole = append(d.base.Whole, s.Schema)
	}
	d.readEntity(r, found)
	d.readIdentity(r, found)
	d.adopt = r.OneOf("adopt", "if_unclaimed", "never", "always")
	d.settle = r.Duration("settle", 0)
	d.scope = d.readPredicate(r.Get("where"), "", found)
	d.protect = d.readPredicate(r.Get("protect"), "", found)
	d.readJoins(r.Get("join"), found)
	d.readRules(r.Need("attributes"), found)
	d.checkValueFields(found)
	d.readMatch(r.Get("match"), r.Texts("match"), found)
	d.readFields(r.Get("fields"), found)
	d.checkAliases(found)
	d.insert = d.readSources(r.Get("insert"), newIn(d.ownCells(), d.fields), "", found)
	d.readStamp(r.Get("stamp"), found)
	d.readDelete(r.Get("delete"), found)
	d.readBrings(r.Get("brings"), found)
	d.readAfter(r.Get("after"), found)
	d.readVersion(r.Get("version"), found)
	d.checkVersion(found)
	r.Close()
	return d
}

func (d *resourceDef) readRules(n yamlx.Node, found *diag.List) {
	for _, e := range needEntries(n, found) {
		rule := d.readRule(e, found)
		switch {
		case rule == nil:
		case d.ruleFor(rule.at) != nil:
			found.Add(e.Key.Finding("mapping/duplicate", "", "%s has a rule already", rule.at))
		case d.overlaps(rule):
			found.Add(e.Key.Finding("mapping/duplicate", "", "%s is mapped as a whole, and some of it by itself", rule.at.Top()))
		default:
			d.rules = append(d.rules, rule)
		}
	}
}

// overlaps reports whether a complex attribute has a rule of its own, and one for a part of it.
func (d *resourceDef) overlaps(rule *ruleDef) bool {
	return slices.ContainsFunc(d.rules, func(other *ruleDef) bool {
		return other.at.Top() == rule.at.Top() && (other.at.Sub == nil || rule.at.Sub == nil)
	})
}

// readMatch reads how an existing account is recognised. Without `match` it is the attribute that is unique by
// nature, where it is mapped.
func (d *resourceDef) readMatch(n yamlx.Node, names []string, found *diag.List) {
	d.matchNode = n
	if n.IsMissing() {
		d.matchNode = d.node
		natural := map[string]string{"User": "userName", "Group": "displayName"}[d.name]
		if p, ok := d.base.Find(natural); ok && d.ruleFor(p) != nil && d.ruleFor(p).cell != nil && d.ruleFor(p).one == nil {
			d.match = []schema.Path{p}
		}
		return
	}
	for _, name := range names {
		p, ok := d.resolve(name)
		switch {
		case !ok || d.ruleFor(p) == nil:
			found.Add(n.Finding("mapping/match", diag.Suggest(name, d.mappedNames()), "%q is not a mapped attribute", name))
		case d.ruleFor(p).cell == nil || d.ruleFor(p).cell.secret || d.ruleFor(p).cell.inStore || d.ruleFor(p).one != nil:
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
