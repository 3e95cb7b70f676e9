package memory

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// succeed ends, changes or begins what is in force of j for o, and answers with the row that is in force then.
func (w *writer) succeed(j *join, o owner, rows []row, set connectors.Fields) (connectors.Fields, error) {
	on, said, err := w.switched(j)
	if err != nil {
		return nil, err
	}
	day, spans := j.line.At(w.d.at), j.spans(rows)
	current := day.Which(spans)
	switch {
	case said && !on:
		_, err := w.follow(j, o, rows, day.End(spans), nil)
		return nil, err
	case current >= 0 && !differs(rows[current].fields, set):
		return rows[current].fields, nil
	case current >= 0:
		return w.follow(j, o, rows, day.Change(spans, current), set)
	case said:
		return w.follow(j, o, rows, day.Begin(spans), set)
	case !w.wanted(j, o):
		return nil, nil
	case j.Missing == connectors.MissingRefuse:
		return nil, w.d.invalid(w.given(j), "no row of %s is in force to hold it", j.Entity)
	default:
		return w.follow(j, o, rows, day.Begin(spans), set)
	}
}

// switched is what the change says of j by its alias alone.
func (w *writer) switched(j *join) (on, said bool, err error) {
	v, said := w.c.Set[j.Alias]
	if !said {
		return false, false, nil
	}
	c, _ := w.e.joins.column(w.e.def, j.Alias)
	v, err = c.convert(v)
	if err != nil {
		return false, true, w.d.failed(err, "")
	}
	return v.(bool), true, nil
}

func differs(now, set connectors.Fields) bool {
	for name, v := range set {
		if !same(now[name], v) {
			return true
		}
	}
	return false
}

// follow writes a succession and answers with the row that holds the fields.
func (w *writer) follow(j *join, o owner, rows []row, s connectors.Succession, set connectors.Fields) (connectors.Fields, error) {
	for _, i := range s.End {
		if _, err := w.write(j, rows[i], connectors.Fields{j.Current.To: s.Last}); err != nil {
			return nil, err
		}
	}
	switch {
	case s.New:
		fields := maps.Clone(set)
		if s.Like >= 0 {
			fields = j.like(rows[s.Like].fields, set)
		}
		fields[j.Current.From], fields[j.Current.To] = s.From, s.To
		return w.begin(j, o, fields)
	case s.Row < 0:
		return nil, nil
	case s.Goes:
		set = maps.Clone(set)
		set[j.Current.To] = s.To
	}
	x, err := w.write(j, rows[s.Row], set)
	return x.fields, err
}

// like is what a row that goes on from another begins with: all but its key, and what set says otherwise.
func (j *join) like(old, set connectors.Fields) connectors.Fields {
	fields := connectors.Fields{}
	for _, c := range j.def.Columns {
		if !c.Generated && !slices.Contains(j.def.Key, c.Name) {
			fields[c.Name] = old[c.Name]
		}
	}
	maps.Copy(fields, set)
	return fields
}
