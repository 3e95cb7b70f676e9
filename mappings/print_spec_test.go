package mappings_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// printSpec has a line for each thing that the connector is told.
func printSpec(s connectors.Spec) string {
	p := specPrinter{}
	p.line("entity", s.Entity)
	p.values(s.Values)
	p.line("key", s.Key...)
	p.line("fields", s.Fields...)
	p.joins("", s.Joins)
	for _, name := range slices.Sorted(maps.Keys(s.Relations)) {
		p.relation(name, s.Relations[name])
	}
	p.predicate("scope", s.Scope)
	p.predicate("gone", s.Gone)
	p.predicate("protect", s.Protect)
	if s.Keep {
		p.line("keep")
	}
	p.sources("insert", s.Insert)
	p.sources("stamp insert", s.Stamp.Insert)
	p.sources("stamp update", s.Stamp.Update)
	for _, b := range s.Brings {
		p.line("brings", b.Entity)
		if b.Go {
			p.line("  go")
		}
		p.sources(" ", b.Set)
	}
	for _, e := range s.After {
		p.line("after", fmt.Sprintf("create=%v update=%v delete=%v fields=%v relations=%v", e.Create, e.Update, e.Delete, e.Fields, e.Relations), string(e.Native))
	}
	if s.Version != "" {
		p.line("version", s.Version, fmt.Sprintf("bump=%v", s.Bump))
	}
	for _, name := range slices.Sorted(maps.Keys(s.At)) {
		p.line("at", fmt.Sprintf("%q", name), fmt.Sprintf("%d:%d", s.At[name].Line, s.At[name].Col))
	}
	return p.String()
}

type specPrinter struct{ strings.Builder }

func (p *specPrinter) line(what string, rest ...string) {
	p.WriteString(strings.TrimRight(what+" "+strings.Join(rest, " "), " ") + "\n")
}

func (p *specPrinter) predicate(what string, x connectors.Predicate) {
	if x != nil {
		p.line(what, printPredicate(x))
	}
}

func (p *specPrinter) joins(indent string, list []connectors.Join) {
	for _, j := range list {
		kind := "join"
		if j.Lookup {
			kind = "lookup"
		}
		p.line(indent+kind, j.Alias+":", j.Entity, "on", pairs(j.On), "fields", strings.Join(j.Fields, " "), string(j.Fold))
		p.predicate(indent+"  where", j.Where)
		if j.Missing != "" || j.Remove {
			p.line(indent+"  missing", string(j.Missing), fmt.Sprintf("remove=%v", j.Remove))
		}
		p.sources(indent+"  insert", j.Insert)
		if c := j.Current; c != nil {
			p.line(indent+"  current", c.From, "to", c.To, fmt.Sprintf("until=%v open=%v days=%q", c.Until, c.Open, c.Format))
		}
	}
}

func (p *specPrinter) relation(name string, r connectors.Relation) {
	p.line("relation", name+":", r.Entity, "by", pairs(r.By))
	p.line("  fields", r.Fields...)
	p.line("  identity", r.Identity...)
	p.joins("  ", r.Joins)
	p.predicate("  where", r.Where)
	if len(r.Order) > 0 {
		p.line("  order", r.Order...)
	}
	p.sources("  insert", r.Insert)
	p.sources("  remove", r.Remove)
	if r.Large {
		p.line("  large")
	}
	if r.ReadOnly {
		p.line("  read only")
	}
	if r.Held != nil {
		p.line("  held, empty", printValue(r.Held.Empty))
		p.predicate("    protect", r.Held.Protect)
		p.sources("    stamp", r.Held.Stamp)
		for _, e := range r.Held.After {
			p.line("    after", string(e.Native))
		}
		p.joins("    ", r.Held.Joins)
	}
	for t := r.Target; t != nil; t = t.Or {
		p.line("  target", t.Entity, "by", pairs(t.By))
		p.predicate("    when", t.When)
		p.predicate("    scope", t.Scope)
		p.predicate("    gone", t.Gone)
	}
}

func (p *specPrinter) values(v *connectors.Values) {
	if v == nil {
		return
	}
	p.line("  values of", v.Field)
	for _, l := range v.List {
		p.line("  listed", printValue(l.Value), l.Label)
	}
	p.predicate("  where", v.Where)
}

func (p *specPrinter) sources(what string, sources map[string]connectors.Source) {
	for _, field := range slices.Sorted(maps.Keys(sources)) {
		p.line(what, field, printSource(sources[field]))
	}
}

func printSource(s connectors.Source) string {
	switch s := s.(type) {
	case connectors.Const:
		return printValue(s.Value)
	case connectors.Expr:
		v, err := s(connectors.Env{Time: noon})
		if err != nil {
			return "an expression that wants more"
		}
		return "at noon " + printValue(v)
	case connectors.Copy:
		return "copy of " + s.Field
	case connectors.From:
		return fmt.Sprintf("%s of %s where %s", s.Field, s.Entity, printPredicate(s.Where))
	case connectors.Next:
		return fmt.Sprintf("next from %d within %v", s.Start, s.Within)
	case connectors.Native:
		return "native " + string(s)
	default:
		return fmt.Sprintf("%T", s)
	}
}

func pairs(m map[string]string) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, k+"="+m[k])
	}
	return strings.Join(parts, " ")
}
