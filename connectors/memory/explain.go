package memory

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// Explain describes what op would do, one line for each table that is read or written in turn. Text holds names of
// the Spec only, never a value.
func (e *entity) Explain(ctx context.Context, op connectors.Operation) ([]connectors.Call, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	x := explainer{e: e}
	var err error
	switch op := op.(type) {
	case connectors.GetOp:
		err = x.get(op.Keys, op.Need)
	case connectors.ListOp:
		err = x.list(op.Query)
	case connectors.CreateOp:
		err = x.change("insert ", op.Change, e.spec.Stamp.Insert)
	case connectors.UpdateOp:
		err = x.edit(op.Key, op.Need, op.Change)
	case connectors.DeleteOp:
		err = x.edit(op.Key, op.Need, op.Change)
		if !e.spec.Keep {
			x.call("delete "+e.spec.Entity+" [key]", string(op.Key))
		}
	}
	if err != nil {
		return nil, err
	}
	return x.calls, nil
}

type explainer struct {
	e     *entity
	calls []connectors.Call
}

func (x *explainer) call(text string, args ...connectors.Value) {
	x.calls = append(x.calls, connectors.Call{Text: text, Args: args})
}

func (x *explainer) get(keys []connectors.Key, n connectors.Need) error {
	if err := x.e.shape.CheckNeed("explain "+x.e.spec.Entity, n); err != nil {
		return err
	}
	args := make([]connectors.Value, len(keys))
	for i, k := range keys {
		args[i] = string(k)
	}
	x.call("get "+x.e.spec.Entity+" [keys]", args...)
	x.rows(n)
	return nil
}

func (x *explainer) rows(n connectors.Need) {
	for _, name := range slices.Sorted(maps.Keys(n.Rows)) {
		x.call("rows " + x.e.relations[name].def.Name + " of " + x.e.spec.Entity + " [keys]")
	}
}

func (x *explainer) list(q connectors.Query) error {
	if err := x.e.shape.CheckQuery("list "+x.e.spec.Entity, q); err != nil {
		return err
	}
	from := x.e.spec.Entity
	var args []connectors.Value
	if q.Where != nil {
		from += " where " + describe(q.Where, &args)
	}
	if q.Total {
		x.call("count "+from, args...)
	}
	if q.Limit == 0 {
		return nil
	}
	for i, o := range q.Order {
		from += [...]string{" order by ", ", "}[min(i, 1)] + o.Field
		if o.Desc {
			from += " desc"
		}
	}
	if q.After != "" {
		from, args = from+" after ?", append(args, q.After)
	}
	x.call("list "+from+" offset ? limit ?", append(args, int64(q.Offset), int64(q.Limit))...)
	x.rows(q.Need)
	return nil
}

// edit is a read and the write that an edit asked for, if any.
func (x *explainer) edit(k connectors.Key, n connectors.Need, c connectors.Change) error {
	if err := x.get([]connectors.Key{k}, n); err != nil || c.IsZero() {
		return err
	}
	return x.change("update ", c, x.e.spec.Stamp.Update)
}

func (x *explainer) change(verb string, c connectors.Change, stamps map[string]connectors.Source) error {
	names := slices.Sorted(maps.Keys(c.Set))
	args := make([]connectors.Value, len(names))
	for i, n := range names {
		if _, ok := x.e.shape.Fields[n]; !ok {
			return connectors.Unsupportedf("explain "+x.e.spec.Entity, n, "there is no such field")
		}
		args[i] = c.Set[n]
	}
	names = append(names, slices.Sorted(maps.Keys(stamps))...)
	x.call(verb+x.e.spec.Entity+" set "+strings.Join(names, ", "), args...)
	for _, name := range slices.Sorted(maps.Keys(c.Rows)) {
		rel, ok := x.e.relations[name]
		if !ok {
			return connectors.Unsupportedf("explain "+x.e.spec.Entity, name, "there is no such relation")
		}
		x.changeRows(rel, c.Rows[name])
	}
	return nil
}

func (x *explainer) changeRows(rel *relation, c connectors.RowChange) {
	table := rel.def.Name
	by := " [" + strings.Join(rel.Identity, ", ") + "]"
	if c.Replace {
		x.call("remove others from "+table+by, fieldValues(c.Add, rel.Identity)...)
	}
	if len(c.Remove) > 0 {
		x.call("remove from "+table+by, fieldValues(c.Remove, rel.Identity)...)
	}
	if len(c.Drop) > 0 {
		args := make([]connectors.Value, len(c.Drop))
		for i, k := range c.Drop {
			args[i] = string(k)
		}
		x.call("remove from "+table+" [keys]", args...)
	}
	for _, u := range c.Update {
		x.call("update "+table+" [key]", append(fieldValues([]connectors.Fields{u.Fields}, rel.Fields), string(u.Key))...)
	}
	if len(c.Add) > 0 {
		x.call("add to "+table+by, fieldValues(c.Add, rel.Fields)...)
	}
}

func fieldValues(list []connectors.Fields, names []string) []connectors.Value {
	var out []connectors.Value
	for _, fields := range list {
		for _, n := range names {
			if v, given := fields[n]; given {
				out = append(out, v)
			}
		}
	}
	return out
}
