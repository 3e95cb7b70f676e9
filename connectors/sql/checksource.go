package sql

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// sources checks where columns of t get their values from.
func (k *checker) sources(t *table, specs map[string]connectors.Source, prefix string) map[string]source {
	out := map[string]source{}
	for _, name := range slices.Sorted(maps.Keys(specs)) {
		s := source{table: t, column: k.known(t, name, prefix+name), spec: specs[name]}
		if s.column == nil {
			continue
		}
		if err := k.source(t, &s, prefix); err != nil {
			k.fail("source", prefix+name, "", "%s.%s: %v", t.name, name, err)
		}
		out[name] = s
	}
	return out
}

// updates checks what an update gives: numbers are for what is new.
func (k *checker) updates(t *table, specs map[string]connectors.Source) map[string]source {
	for name, s := range specs {
		if _, next := s.(connectors.Next); next {
			k.fail("source", name, "", "%s.%s: only what is new gets the next number", t.name, name)
		}
	}
	return k.sources(t, specs, "")
}

func (k *checker) source(t *table, s *source, prefix string) error {
	switch spec := s.spec.(type) {
	case connectors.Const:
		_, err := connectors.Convert(spec.Value, s.column.typ)
		return err
	case connectors.Copy:
		s.of = k.column(t, spec.Field, prefix+spec.Field)
	case connectors.Next:
		s.within = k.columns(t, spec.Within, prefix)
		if s.column.typ != connectors.TypeInteger {
			return fmt.Errorf("only a whole number has a next one")
		}
		if !t.uniqueBy(append(columnNames(s.within), s.column.name)) {
			k.report(diag.Warning, "next-not-unique", prefix+s.column.name, "create a unique index",
				"nothing in %s refuses a %s that is given twice at the same time", t.name, s.column.name)
		}
	case connectors.Native:
		if strings.Contains(string(spec), ";") {
			return fmt.Errorf("an expression with ; may be more than one statement")
		}
	case connectors.From:
		from := k.table(spec.Entity)
		if from == nil {
			return nil
		}
		s.from = &frame{alias: "f", table: from}
		s.where = k.predicate(s.from, spec.Where, prefix)
		s.field = k.column(from, spec.Field, prefix+spec.Field)
	}
	return nil
}
