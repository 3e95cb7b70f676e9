package sql

import (
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// statements makes the columns of t what its statements can write of them, and asks the database about each. key tells
// its records apart, or its rows.
func (k *checker) statements(t *table, key []*column, rows bool) {
	b := t.by
	if b == nil || k.again {
		return
	}
	k.parametersOf(t)
	names := columnNames(key)
	for name, c := range t.columns {
		created, updated := !c.computed && !c.noInsert, !c.computed && !c.noUpdate
		if len(b.update) > 0 {
			updated = slices.ContainsFunc(b.update, func(h *handwritten) bool { return slices.Contains(h.setsOf(names), name) })
		}
		if b.create != nil {
			created, c.filled = b.create.takes(name), true
			updated = updated && (created || !rows) // a new row would lose what no update behind it gives it
			created = created || updated
		}
		c.computed = !created && !updated
		c.noInsert, c.noUpdate = !created, !updated
	}
	if t.view && t.written == "" && (b.create == nil || b.delete == nil && !k.spec.Keep) {
		k.found.Add(b.read.Finding("sql/unwritable", "", "no table %q can be written: create and delete need statements", t.name))
	}
	for _, h := range append(slices.Clone(b.update), b.delete) {
		for _, name := range names {
			if h != nil && !h.takes(name) {
				k.found.Add(h.whichRecord(name))
			}
		}
	}
	if _, advises := k.c.d.(advisor); t.noLock && !advises {
		k.report(diag.Warning, "unlocked", t.name, "", "our account cannot lock rows of %s: two changes of one record at a time may both happen", t.name)
	}
	k.describe(t)
}

// parametersOf makes columns of the parameters that are none: what they are given cannot be read.
func (k *checker) parametersOf(t *table) {
	for _, h := range t.by.statements() {
		for _, name := range h.Names() {
			if t.columns[name] == nil {
				t.columns[name] = &column{
					name: name, quoted: k.c.d.Quote(name), typ: connectors.TypeText, native: "text",
					nullable: true, filled: true, rights: rights{noSelect: true, noInsert: true, noUpdate: true},
				}
			}
		}
	}
}

// describe asks the database about the statements for t.
func (k *checker) describe(t *table) {
	for _, h := range t.by.statements() {
		b := newBuilder(k.c.d)
		h.Write(func(text string) { b.write(text) }, func(string) { b.bind(nil) })
		columns, err := k.c.describe(k.ctx, b.text.String(), len(b.args))
		switch {
		case connectors.KindOf(err) == connectors.Denied:
			k.found.Add(h.node.Finding("sql/denied", "", "our account may not do this: %v", reason(err)))
		case err != nil:
			k.found.Add(h.node.Finding("sql/statement", "", "the database refuses the statement: %v", reason(err)))
		case len(h.key) > 0 && columns != nil && len(columns) != len(h.key):
			k.found.Add(h.where.Finding("sql/key", "", "the statement answers %d columns (%s), and these are %d",
				len(columns), strings.Join(columns, ", "), len(h.key)))
		}
	}
}

// unsent reports values of the app file's own that no statement would take.
func (k *checker) unsent(e *entity) {
	for name, r := range e.relations {
		if h := handwrittenOf(r.frame.table).create; h != nil {
			for _, field := range slices.Sorted(maps.Keys(r.insert)) {
				if !h.takes(field) {
					k.fail("source", name+"/"+field, "", "no statement for %s takes :%s", r.spec.Entity, field)
				}
			}
		}
	}
	b := handwrittenOf(e.root.table)
	lost := func(sources map[string]source, sent func(name string, c *column) bool) {
		for _, name := range slices.Sorted(maps.Keys(sources)) {
			if c := sources[name].column; !sent(name, c) {
				k.fail("source", name, "", "no statement for %s takes :%s", e.spec.Entity, name)
			}
		}
	}
	if b.create != nil {
		lost(e.sources.insert, func(name string, c *column) bool { return b.create.takes(name) || !c.noUpdate })
		lost(e.sources.stampInsert, func(name string, c *column) bool {
			return b.create.takes(name) || !c.noUpdate && len(b.update) == 0
		})
	}
	if len(b.update) > 0 {
		lost(e.sources.stampUpdate, func(name string, _ *column) bool {
			return slices.ContainsFunc(b.update, func(h *handwritten) bool { return h.takes(name) })
		})
	}
}

// refused warns of what our account may not do with the records of t at all.
func (k *checker) refused(t *table) {
	b := handwrittenOf(t)
	mayInsert := b.create != nil || t.values != nil
	for _, c := range t.columns {
		mayInsert = mayInsert || !c.noInsert
	}
	if !mayInsert {
		k.report(diag.Warning, "denied", t.name, "", "our account may not insert into %s: to create anything is refused", t.name)
	}
	if t.noDelete && b.delete == nil && !k.spec.Keep {
		k.report(diag.Warning, "denied", t.name, "", "our account may not delete from %s: to delete anything is refused", t.name)
	}
}
