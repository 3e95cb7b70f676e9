package sql

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// joins builds what may be joined to t. prefix names the relation whose rows t holds.
func (k *checker) joins(t *table, specs []connectors.Join, alias, prefix string) []*join {
	var out []*join
	for i, s := range specs {
		theirs := k.table(s.Entity)
		if theirs == nil {
			continue
		}
		j := &join{spec: s, frame: frame{alias: alias + strconv.Itoa(i+1), table: theirs}, fields: map[string]field{}, filled: assignments{}}
		ours, by := k.holder(j, out, t, prefix)
		if ours == nil {
			continue
		}
		at := prefix + s.Alias + "."
		j.on = k.pairs(theirs, ours, by, prefix)
		j.where = k.predicate(&j.frame, s.Where, at)
		if !theirs.uniqueBy(slices.Collect(maps.Keys(s.On))) {
			j.many = true
			if len(theirs.key) == 0 {
				k.fail("join-not-unique", prefix+s.Alias, "", "nothing keeps %s from having several rows for one of %s", theirs.name, t.name)
			}
		}
		k.part(j, ours, at)
		out = append(out, j)
	}
	return out
}

// holder finds the table that holds our fields of On, which is that of a join before j where they are named so; nil
// after a finding. by is On with the bare names of fields.
func (k *checker) holder(j *join, before []*join, t *table, prefix string) (ours *table, by map[string]string) {
	by = map[string]string{}
	aliases := map[string]bool{}
	for theirs, name := range j.spec.On {
		alias, field, dotted := strings.Cut(name, ".")
		if !dotted {
			alias, field = "", name
		}
		aliases[alias], by[theirs] = true, field
		if at := slices.IndexFunc(before, func(other *join) bool { return other.spec.Alias == alias }); at >= 0 {
			j.from = before[at]
		} else if dotted {
			k.fail("join", prefix+name, "", "nothing is joined as %q before %s", alias, j.spec.Alias)
			return nil, nil
		}
	}
	if len(aliases) > 1 {
		k.fail("join", prefix+j.spec.Alias, "", "%s is joined to fields of several tables", j.spec.Alias)
		return nil, nil
	}
	if j.from != nil {
		return j.from.frame.table, by
	}
	return t, by
}

// part checks what a join needs that is written with the record, or of which one row is in force. at stands before the
// names of its fields.
func (k *checker) part(j *join, holder *table, at string) {
	s, t := j.spec, j.frame.table
	if s.Missing == "" && s.Current == nil && !s.Remove {
		return
	}
	j.insert = k.sources(t, s.Insert, at)
	k.fill(t, j.where, j.filled)
	theirKey, ourKey := t.uniqueBy(columnNames(theirs(j.on))), slices.Equal(columnNames(holder.key), columnNames(ours(j.on)))
	j.before = theirKey && (!ourKey || computes(theirs(j.on)) && !computes(ours(j.on)))
	name := strings.TrimSuffix(at, ".")
	if j.from != nil && s.Missing != "" && (j.from.spec.Missing == "" || j.from.spec.Current != nil) {
		k.fail("join", name, "", "%s is joined to %s and can only be read, as %s is not one part of the record", s.Alias, j.from.spec.Alias, j.from.spec.Alias)
	}
	if s.Current == nil {
		return
	}
	if _, taken := holder.columns[s.Alias]; taken && j.from == nil {
		k.fail("join", name, "", "%s has a column %q already", holder.name, s.Alias)
	}
	j.many = true
	if len(t.key) == 0 {
		k.fail("join-not-unique", name, "", "%s has no primary key to tell its rows apart", t.name)
	}
	j.whether = &column{name: s.Alias, typ: connectors.TypeBool, native: "boolean"}
	from, to := k.column(t, s.Current.From, at+s.Current.From), k.column(t, s.Current.To, at+s.Current.To)
	if from == nil || to == nil {
		return
	}
	var err error
	if j.line, err = connectors.TimelineOf(*s.Current, from.typ, to.typ); err != nil {
		k.fail("current", at+s.Current.From, "", "%v", err)
	}
}

func computes(columns []*column) bool {
	return slices.ContainsFunc(columns, func(c *column) bool { return c.computed })
}

// pairs are the columns of two tables that equal each other.
func (k *checker) pairs(theirs, ours *table, by map[string]string, prefix string) []pair {
	var out []pair
	for _, name := range slices.Sorted(maps.Keys(by)) {
		p := pair{theirs: k.column(theirs, name, prefix+name), ours: k.column(ours, by[name], prefix+by[name])}
		if p.theirs == nil || p.ours == nil {
			continue
		}
		if p.theirs.typ != p.ours.typ {
			k.fail("type-mismatch", prefix+name, "", "%s.%s is %s and %s.%s is %s: they are never equal",
				theirs.name, name, p.theirs.typ, ours.name, by[name], p.ours.typ)
		}
		out = append(out, p)
	}
	return out
}
