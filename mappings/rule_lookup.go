package mappings

import (
	"reflect"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// readLookup replaces the cell's field by the field of a code table that it points to.
func (d *resourceDef) readLookup(c *cellDef, n yamlx.Node, found *diag.List) {
	r := yamlx.Read(n, "mapping", found)
	entity, key, value := needText(r, "entity", found), needText(r, "key", found), needText(r, "value", found)
	alias := strings.ReplaceAll(entity.Text(), ".", "_") + "_by_" + strings.ReplaceAll(c.field, ".", "_")
	where := d.readPredicate(r.Get("where"), c.where.place(alias+"."), found)
	c.drops = r.OneOf("missing", "refuse", "drop") == "drop"
	r.Close()
	if c.drops && c.at.Attr.MultiValued {
		found.Add(n.Get("missing").Finding("mapping/lookup", "", `"missing: drop" is for attributes with a single value`))
	}
	if c.field == "" {
		found.Add(n.Finding("mapping/rule", "", `"lookup" needs the "field" that holds the code`))
		return
	}
	d.note(entity.Text(), entity)
	d.note(c.where.place(alias), entity)
	d.note(c.where.place(alias+"."+key.Text()), key)
	d.note(c.where.place(alias+"."+value.Text()), value)
	join := connectors.Join{
		Alias: alias, Entity: entity.Text(), On: map[string]string{key.Text(): c.field},
		Where: where, Fields: []string{value.Text()}, Lookup: true, Fold: fold.ASCII,
	}
	if c.at.Leaf().CaseExact || c.fold == fold.None {
		join.Fold = fold.None
	}
	c.field = alias + "." + value.Text()
	if !d.addJoin(c.where, join) {
		found.Add(n.Finding("mapping/lookup", "", "this field is looked up in %s in another way too", entity.Text()))
	}
}

// addJoin adds a lookup once; two rules may read two fields through one. It refuses one that has the alias of another.
func (d *resourceDef) addJoin(where cellScope, j connectors.Join) bool {
	joins := &d.joins
	if where.joins != nil {
		joins = where.joins
	}
	for i := range *joins {
		if old := &(*joins)[i]; old.Alias == j.Alias {
			old.Fields = union(old.Fields, j.Fields...)
			if j.Fold == fold.None {
				old.Fold = fold.None
			}
			return old.Entity == j.Entity && reflect.DeepEqual(old.On, j.On) && reflect.DeepEqual(old.Where, j.Where)
		}
	}
	*joins = append(*joins, j)
	return true
}
