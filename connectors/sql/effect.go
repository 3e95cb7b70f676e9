package sql

import (
	"context"
	"slices"
	"strconv"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// effect is a statement of the operator's that follows a change.
type effect struct {
	spec       connectors.Effect
	statement  sqldb.Named
	parameters map[string]field
}

// effects are the statements with the fields of f that are their parameters, all of which it answers too. prefix stands
// before their numbers in findings.
func (k *checker) effects(f *frame, specs []connectors.Effect, prefix string) (out []effect, parameters []field) {
	for i, s := range specs {
		at := prefix + strconv.Itoa(i)
		named, err := sqldb.Parse(string(s.Native))
		if err != nil {
			k.fail("statement", at, "", "%v", err)
			continue
		}
		x := effect{spec: s, statement: named, parameters: map[string]field{}}
		for _, name := range named.Names() {
			p, ok := f.field(name)
			if !ok {
				k.fail("statement", at, diag.Suggest(name, f.table.names()), "%s has no column %q for the parameter :%s", f.table.name, name, name)
				continue
			}
			x.parameters[name] = p
			parameters = append(parameters, p)
		}
		if !k.again {
			k.describeEffect(x, at)
		}
		out = append(out, x)
	}
	return out, parameters
}

// describeEffect asks the database about the statement.
func (k *checker) describeEffect(x effect, at string) {
	if len(x.parameters) < len(x.statement.Names()) {
		return // of which something is found already
	}
	b := newBuilder(k.c.d)
	x.write(b, func(field) connectors.Value { return nil })
	if _, err := k.c.describe(k.ctx, b.text.String(), len(b.args)); err != nil {
		k.fail("statement", at, "", "the database refuses the statement: %v", reason(err))
	}
}

// write writes the statement with its values, which have no types: the database takes them from where they stand, a
// procedure's arguments for example.
func (x effect) write(b *builder, value func(field) connectors.Value) {
	x.statement.Write(func(text string) { b.write(text) }, func(name string) {
		f := x.parameters[name]
		b.bind(b.d.encode(f.column, value(f)))
	})
}

// event is what a write has done.
type event struct {
	created, updated, deleted bool
	fields                    []string // that have another value
	relations                 []string // whose rows have changed
}

// concerns reports whether x follows what happened.
func (x effect) concerns(happened event) bool {
	among := func(list []string) func(string) bool {
		return func(name string) bool { return slices.Contains(list, name) }
	}
	return x.spec.Create && happened.created || x.spec.Update && happened.updated || x.spec.Delete && happened.deleted ||
		slices.ContainsFunc(x.spec.Fields, among(happened.fields)) || slices.ContainsFunc(x.spec.Relations, among(happened.relations))
}

// readFollowed reads what effects look at in rows that are joined to a new record.
func (w *write) readFollowed(ctx context.Context, cur *locked) error {
	if len(ownOf(w.e.follows)) == len(w.e.follows) {
		return nil
	}
	cur.plan.sel.addAll(w.e.follows)
	if w.s.dry() {
		cur.values = append(cur.values, make([]connectors.Value, len(cur.plan.sel.fields)-len(cur.values))...)
	}
	return w.reread(ctx, cur)
}

// follow sends the statements that follow what happened, and reads again what they may have changed of a record that is
// still there.
func (w *write) follow(ctx context.Context, cur *locked, happened event) error {
	if err := w.followMoves(ctx); err != nil {
		return err
	}
	sent := false
	for _, x := range w.e.effects {
		if !x.concerns(happened) {
			continue
		}
		if happened.created && !sent {
			if err := w.readFollowed(ctx, cur); err != nil {
				return err
			}
		}
		b := newBuilder(w.e.d)
		x.write(b, cur.value)
		if _, err := w.s.exec(ctx, b.statement()); err != nil {
			return err
		}
		sent = true
	}
	if !sent || happened.deleted || w.s.dry() {
		return nil
	}
	if err := w.reread(ctx, cur); err != nil {
		return err
	}
	now, err := cur.plan.record(cur.values)
	if err != nil {
		return err
	}
	cur.stored = now
	return w.e.readRelations(ctx, w.s, cur.plan.relations, []*stored{now})
}
