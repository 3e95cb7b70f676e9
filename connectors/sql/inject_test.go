package sql

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// plainTexts stand for all others: a statement may look different for a text that is empty, holds a NUL, has none
// behind it, ends in a blank or is a number, and for nothing else.
var plainTexts = []string{"x", "", "x\x00y", "\x00", "\U0010FFFF", "x ", "7", "007", "=x", "7~7", "6f9619ff-8b86-d011-b42d-00c04fc964ff"}

// clientOperations puts a client's text wherever a client's text can come.
func clientOperations(s string) map[string]connectors.Operation {
	ops := map[string]connectors.Operation{
		"key":         connectors.GetOp{Keys: []connectors.Key{connectors.Key(s)}},
		"keys":        connectors.GetOp{Keys: []connectors.Key{connectors.Key(s), "8", "9"}},
		"after":       connectors.ListOp{Query: connectors.Query{Limit: 1, After: s}},
		"in":          where(connectors.In{Field: "login", Values: []connectors.Value{s, "y"}}),
		"not in":      where(connectors.Not{Term: connectors.In{Field: "ext_ref", Values: []connectors.Value{s, nil}}}),
		"number":      where(connectors.Leaf{Field: "salary", Op: connectors.Ge, Value: connectors.Decimal(s)}),
		"field":       where(connectors.Leaf{Field: s, Op: connectors.Pr}),
		"relation":    where(connectors.Any{Relation: s}),
		"set":         connectors.UpdateOp{Key: "7", Change: connectors.Change{Set: connectors.Fields{"job_title": s, "department.name": s}}},
		"set field":   connectors.UpdateOp{Key: "7", Change: connectors.Change{Set: connectors.Fields{s: "x"}}},
		"create":      connectors.CreateOp{Change: connectors.Change{Set: connectors.Fields{"login": s, "job_title": s}, Token: s}},
		"add row":     phonesOp(connectors.RowChange{Add: []connectors.Fields{{"number": s, "type.label": s}}}),
		"remove row":  phonesOp(connectors.RowChange{Remove: []connectors.Fields{{"number": s}, {"number": "y"}}}),
		"update row":  phonesOp(connectors.RowChange{Update: []connectors.Row{{Key: "7", Fields: connectors.Fields{"number": s}}}}),
		"drop row":    phonesOp(connectors.RowChange{Drop: []connectors.Key{connectors.Key(s)}}),
		"replace":     phonesOp(connectors.RowChange{Replace: true, Add: []connectors.Fields{{"number": s}}}),
		"update key":  connectors.UpdateOp{Key: connectors.Key(s), Change: connectors.Change{Set: connectors.Fields{"job_title": "x"}}},
		"delete key":  connectors.DeleteOp{Key: connectors.Key(s)},
		"need field":  connectors.GetOp{Keys: []connectors.Key{"7"}, Need: connectors.Need{Fields: []string{s}}},
		"order field": connectors.ListOp{Query: connectors.Query{Limit: 1, Order: []connectors.Order{{Field: s}}}},
	}
	if place, err := json.Marshal(cursor{Order: []string{`o."login"`}, Values: []*string{&s}, Key: "7"}); err == nil {
		ops["after value"] = connectors.ListOp{Query: connectors.Query{Limit: 1, Order: []connectors.Order{{Field: "login"}},
			After: base64.RawURLEncoding.EncodeToString(place)}}
	}
	for _, op := range connectors.Ops {
		for _, f := range []fold.Kind{fold.None, fold.ASCII, fold.Full} {
			l := connectors.Leaf{Op: op, Value: s, Fold: f}
			for _, field := range []string{"login", "first_name", "department.name", "manager_no", "hired"} {
				l.Field = field
				ops[string(op)+string(f)+field] = where(l)
				ops["not"+string(op)+string(f)+field] = where(connectors.Not{Term: l})
			}
			l.Field = "number"
			ops[string(op)+string(f)+"row"] = where(connectors.Any{Relation: "phones", Where: l})
		}
	}
	return ops
}

func phonesOp(ch connectors.RowChange) connectors.UpdateOp {
	return connectors.UpdateOp{Key: "7", Change: connectors.Change{Rows: map[string]connectors.RowChange{"phones": ch}}}
}

// textsOf are the texts of the statements of every operation; an operation that is refused has none.
func textsOf(t testing.TB, e *entity, s string) map[string][]string {
	out := map[string][]string{}
	for name, op := range clientOperations(s) {
		calls, err := e.Explain(t.Context(), op)
		if err != nil {
			if kind := connectors.KindOf(err); kind == connectors.Internal {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		for _, c := range calls {
			out[name] = append(out[name], c.Text)
		}
	}
	return out
}

func FuzzNoClientTextInSQL(f *testing.F) {
	for _, s := range []string{"'; DROP TABLE employees; --", `"`, "$1", ":x", "/*", "\\", "ʼ", "%_", "?", "\x00", "a\x00'b", "\xff"} {
		f.Add(s)
	}
	type known struct {
		entity *entity
		texts  map[string][][]string // of plain texts, by operation
	}
	var dialects []known
	for _, name := range sqldb.Names() {
		k := known{offlineEntity(f, name, connectortest.People(), connectortest.Tables()), map[string][][]string{}}
		for _, s := range plainTexts {
			for op, texts := range textsOf(f, k.entity, s) {
				k.texts[op] = append(k.texts[op], texts)
			}
		}
		dialects = append(dialects, k)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, k := range dialects {
			got := textsOf(t, k.entity, s)
			for _, op := range slices.Sorted(maps.Keys(got)) {
				if !slices.ContainsFunc(k.texts[op], func(known []string) bool { return slices.Equal(known, got[op]) }) && !isName(k.entity, s) {
					t.Errorf("%s: %q makes a statement that no other text makes:\n%q", op, s, got[op])
				}
			}
		}
	})
}

// isName reports whether s is the name of a field, which may be in a statement.
func isName(e *entity, s string) bool {
	_, ok := e.fields[s]
	return ok
}
