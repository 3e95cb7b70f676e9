package sql

import (
	"maps"
	"slices"
	"strconv"

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
		j := &join{spec: s, frame: frame{alias: alias + strconv.Itoa(i+1), table: theirs}}
		j.on = k.pairs(theirs, t, s.On, prefix)
		j.where = k.predicate(&j.frame, s.Where, prefix+s.Alias+".")
		if !theirs.uniqueBy(slices.Collect(maps.Keys(s.On))) {
			j.many = true
			if len(theirs.key) == 0 {
				k.fail("join-not-unique", prefix+s.Alias, "", "nothing keeps %s from having several rows for one of %s", theirs.name, t.name)
			}
		}
		out = append(out, j)
	}
	return out
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
