package sql

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// Open reads the live schema and builds the entity of s, with a finding for everything that does not fit.
func (c *connector) Open(ctx context.Context, s connectors.Spec) (connectors.Entity, diag.List) {
	tables := map[string]*table{}
	return connectors.OpenAt(ctx, s, func(now connectors.Spec) (connectors.Entity, diag.List) {
		k := &checker{ctx: ctx, c: c, spec: now, tables: maps.Clone(tables), again: len(tables) > 0}
		e := k.entity()
		if k.found.HasErrors() {
			return nil, k.found
		}
		if len(tables) == 0 {
			tables = k.tables // all that s is about
		}
		return e, k.found
	})
}

// checker compares one Spec with the live schema.
type checker struct {
	ctx    context.Context
	c      *connector
	spec   connectors.Spec
	tables map[string]*table // read so far; nil for one that could not be
	again  bool              // the tables were compared with this spec before, at another instant
	found  diag.List
}

// report adds a finding at the place where the app file names what it is about.
func (k *checker) report(severity diag.Severity, code, name, hint, format string, args ...any) {
	pos, ok := k.spec.At[name]
	if !ok {
		pos = k.spec.At[""]
	}
	k.found.Add(diag.Finding{Pos: pos, Severity: severity, Code: "sql/" + code, Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (k *checker) fail(code, name, hint, format string, args ...any) {
	k.report(diag.Error, code, name, hint, format, args...)
}

// table reads a table of the live schema, once; nil after a finding.
func (k *checker) table(name string) *table {
	if t, known := k.tables[name]; known {
		return t
	}
	k.tables[name] = nil
	for part := range strings.SplitSeq(name, ".") {
		if err := sqldb.CheckIdent(part); err != nil {
			k.fail("identifier", name, "", "%v", err)
			return nil
		}
	}
	t, err := k.arranged(name, k.c.entities[name])
	switch {
	case err == errFound:
	case err != nil && k.c.db.Ping(k.ctx) != nil:
		k.found.Add(k.c.dsn.Finding("sql/unreachable", "", "the database cannot be used: %v", reason(err)))
	case err != nil:
		k.fail("unavailable", name, "", "the schema of %s cannot be read: %v", name, reason(err))
	case t == nil:
		all, _ := k.c.d.tables(k.ctx, k.c.db) // only for the hint
		k.fail("unknown-table", name, diag.Suggest(name, all), "the database has no table or view %q", name)
	default:
		k.tables[name] = t
	}
	return k.tables[name]
}

// column finds a column of t that the app file names as name and that is read; at is where it does.
func (k *checker) column(t *table, name, at string) *column {
	c := k.known(t, name, at)
	if c != nil && c.noSelect {
		k.fail("denied", at, "", "the account may not read %s.%s", t.name, name)
	}
	return c
}

// known finds a column that is perhaps only written.
func (k *checker) known(t *table, name, at string) *column {
	if err := sqldb.CheckIdent(name); err != nil {
		k.fail("identifier", at, "", "%v", err)
		return nil
	}
	c, ok := t.columns[name]
	if !ok {
		k.fail("unknown-field", at, diag.Suggest(name, t.names()), "%s has no column %q", t.name, name)
		return nil
	}
	return c
}

func (k *checker) columns(t *table, names []string, prefix string) []*column {
	var out []*column
	for _, name := range names {
		if c := k.column(t, name, prefix+name); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// field is a column that a rule reads or writes: one of an odd type is worth a word.
func (k *checker) field(f *frame, name, at string) (field, bool) {
	alias, column, dotted := strings.Cut(name, ".")
	if at, ok := f.field(name); ok && at.isWhether() {
		return at, true
	}
	if !dotted {
		c := k.known(f.table, name, at)
		if c == nil {
			return field{}, false
		}
		if c.odd {
			k.report(diag.Warning, "odd-type", at, "", "%s.%s is of type %q, which is read and written as text", f.table.name, name, c.native)
		}
		return f.own(c), true
	}
	i := slices.IndexFunc(f.joins, func(j *join) bool { return j.spec.Alias == alias })
	if i < 0 {
		k.fail("unknown-field", at, "", "nothing is joined as %q", alias)
		return field{}, false
	}
	j := f.joins[i]
	c := k.column(j.frame.table, column, at)
	return field{column: c, frame: &j.frame, join: j}, c != nil
}

func (k *checker) entity() *entity {
	s := k.spec
	t := k.table(s.Entity)
	if t != nil && s.Values != nil {
		t = k.values(t, s.Values)
	}
	if t == nil {
		return nil
	}
	e := &entity{db: k.c.db, d: k.c.d, spec: s, refusals: k.c.refusals, fields: map[string]field{}, relations: map[string]*relation{}}
	e.root = frame{alias: "o", table: t, joins: k.joins(t, s.Joins, "j", ""), relations: e.relations}
	e.key = k.key(t, s.Key)
	k.statements(t, e.key, false)
	for _, name := range k.spec.Fields {
		if f, ok := k.field(&e.root, name, name); ok {
			e.fields[name] = f
		}
	}
	for _, j := range e.root.joins {
		for _, name := range j.spec.Fields {
			dotted := j.spec.Alias + "." + name
			if f, ok := k.field(&e.root, dotted, dotted); ok {
				e.fields[dotted], j.fields[name] = f, f
			}
		}
		e.inParts = e.inParts || j.spec.Missing != "" || j.spec.Remove
		if j.whether != nil {
			e.fields[j.spec.Alias], _ = e.root.field(j.spec.Alias)
		}
	}
	e.version = k.version(t)
	for name, r := range s.Relations {
		if built := k.relation(t, name, r); built != nil {
			e.relations[name] = built
		}
	}
	e.scope = k.predicate(&e.root, s.Scope, "")
	e.gone = k.predicate(&e.root, s.Gone, "")
	e.protect = k.predicate(&e.root, s.Protect, "")
	e.sources = sources{
		insert:      k.sources(t, s.Insert, ""),
		stampInsert: k.sources(t, s.Stamp.Insert, ""),
		stampUpdate: k.updates(t, s.Stamp.Update),
	}
	e.brings = k.brings(e)
	e.effects, _ = k.effects(&e.root, s.After, "after/")
	e.follows = follows(e)
	if !k.found.HasErrors() {
		k.unsent(e)
		k.refused(t)
	}
	if k.found.HasErrors() {
		return nil
	}
	e.shape = e.shapeOf()
	return e
}

// key is what tells records apart: the fields of the spec, or the table's primary key.
func (k *checker) key(t *table, names []string) []*column {
	if len(names) == 0 {
		if len(t.key) == 0 {
			k.fail("no-key", t.name, "name the fields that tell its rows apart under `key:`", "%s has no primary key", t.name)
		}
		names = columnNames(t.key)
	}
	key := k.columns(t, names, "")
	if len(key) == len(names) && len(key) > 0 && !t.uniqueBy(names) {
		k.report(diag.Warning, "key-not-unique", t.name, "", "no unique index of %s keeps two rows from having the same %s", t.name, strings.Join(names, ", "))
	}
	if t.reuses && len(key) == 1 && key[0] == t.key[0] {
		k.report(diag.Warning, "reused-key", t.name, "declare it AUTOINCREMENT",
			"SQLite gives the %s of a deleted row to the next one, which would then be taken for it", key[0].name)
	}
	return key
}
