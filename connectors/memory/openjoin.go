package memory

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// joins builds what is joined to the rows of def. prefix stands before their names in the app file.
func (o *opening) joins(prefix string, def *Table, list []connectors.Join) joins {
	var out joins
	for _, spec := range list {
		j := &join{Join: spec, def: o.table(spec.Entity, prefix+spec.Alias)}
		if j.def == nil {
			continue
		}
		j.theirs, j.ours = pairs(spec.On)
		ours := o.holder(prefix, j, out, def)
		if ours == nil {
			continue
		}
		at := prefix + spec.Alias + "."
		o.columns(at, j.def, slices.Concat(j.theirs, spec.Fields))
		j.Where = o.predicate(at, spec.Where, ownType(j.def))
		j.Insert = o.sources(at, j.def, spec.Insert)
		j.before = j.def.keyedBy(j.theirs) && (!slices.Equal(ours.Key, j.ours) || j.def.generates(j.theirs) && !ours.generates(j.ours))
		if spec.Current != nil {
			o.current(at, j)
		}
		if j.from != nil && j.Missing != "" && (j.from.Missing == "" || j.from.Current != nil) {
			o.report(prefix+spec.Alias, "connector/join", "", "%s is joined to %s and can only be read, as %s is not one part of the record", j.Alias, j.from.Alias, j.from.Alias)
		}
		if _, taken := def.column(spec.Alias); taken && spec.Current != nil {
			o.report(prefix+spec.Alias, "connector/join", "", "%s has a column %q already", def.Name, spec.Alias)
		}
		out = append(out, j)
	}
	return out
}

// holder finds the table that holds our fields of On, which is that of a join before j where they are named so; nil
// after a finding.
func (o *opening) holder(prefix string, j *join, before joins, def *Table) *Table {
	aliases := map[string]bool{}
	for i, name := range j.ours {
		alias, field, dotted := strings.Cut(name, ".")
		if !dotted {
			alias, field = "", name
		}
		aliases[alias] = true
		j.ours[i] = field
		if at := slices.IndexFunc(before, func(other *join) bool { return other.Alias == alias }); at >= 0 {
			j.from = before[at]
		} else if dotted {
			o.report(prefix+name, "connector/join", "", "nothing is joined as %q before %s", alias, j.Alias)
			return nil
		}
	}
	if len(aliases) > 1 {
		o.report(prefix+j.Alias, "connector/join", "", "%s is joined to fields of several entities", j.Alias)
		return nil
	}
	if j.from != nil {
		def, prefix = j.from.def, prefix+j.from.Alias+"."
	}
	o.columns(prefix, def, j.ours)
	return def
}

// current ties a Current to the columns that hold its days.
func (o *opening) current(at string, j *join) {
	o.columns(at, j.def, []string{j.Current.From, j.Current.To})
	from, okFrom := j.def.column(j.Current.From)
	to, okTo := j.def.column(j.Current.To)
	if !okFrom || !okTo {
		return
	}
	var err error
	if j.line, err = connectors.TimelineOf(*j.Current, from.Type, to.Type); err != nil {
		o.report(at+j.Current.From, "connector/current", "", "%v", err)
	}
}
