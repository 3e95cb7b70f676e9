package sql

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/sqldb"
)

var update = flag.Bool("update", false, "rewrite the golden statements")

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

type statementCase struct {
	name string // of the golden file
	spec connectors.Spec
	op   connectors.Operation
}

func where(p connectors.Predicate) connectors.Operation {
	return connectors.ListOp{Query: connectors.Query{Where: p, Limit: 10}}
}

func text(field string, op connectors.Op, v string, f fold.Kind) connectors.Leaf {
	return connectors.Leaf{Field: field, Op: op, Value: v, Fold: f}
}

func statementCases() []statementCase {
	people, roles := connectortest.People(), connectortest.Roles()
	own := connectors.Need{Fields: []string{"login", "hired"}}
	whole := connectors.Need{
		Fields: []string{"login", "department.name"},
		Rows:   map[string][]string{"phones": {"number", "type.label"}, "groups": {"role_id"}},
	}
	change := func(set connectors.Fields, rows map[string]connectors.RowChange) connectors.Change {
		return connectors.Change{Set: set, Rows: rows, At: noon}
	}
	one := func(relation string, ch connectors.RowChange) map[string]connectors.RowChange {
		return map[string]connectors.RowChange{relation: ch}
	}
	members := func(ch connectors.RowChange) connectors.UpdateOp {
		return connectors.UpdateOp{Key: "2", Change: change(nil, one("members", ch))}
	}
	cases := []statementCase{
		{"get-one-key", people, connectors.GetOp{Keys: []connectors.Key{"7"}, Need: own}},
		{"get-many-with-rows", people, connectors.GetOp{Keys: []connectors.Key{"7", "8"}, Need: whole}},
		{"get-composite-key", connectortest.Memberships(), connectors.GetOp{Keys: []connectors.Key{"1~2", "3~4"}}},
		{"get-text-key", connectortest.Departments(), connectors.GetOp{Keys: []connectors.Key{"RD", "HR"}}},
		{"list-first-page-and-total", people, connectors.ListOp{Query: connectors.Query{Need: own, Limit: 100, Total: true}}},
		{"list-total-alone", people, connectors.ListOp{Query: connectors.Query{Total: true}}},
		{"list-offset", people, connectors.ListOp{Query: connectors.Query{Offset: 200, Limit: 100}}},
		{"list-ordered", people, connectors.ListOp{Query: connectors.Query{Limit: 5, Order: []connectors.Order{{Field: "department.name"}, {Field: "login"}, {Field: "hired", Desc: true}}}}},
		{"where-eq-any-case", people, where(text("login", connectors.Eq, "Ada", fold.ASCII))},
		{"where-eq-as-it-is", people, where(text("first_name", connectors.Eq, "Ada", fold.None))},
		{"where-ne", people, where(text("first_name", connectors.Ne, "Ada", fold.ASCII))},
		{"where-contains", people, where(text("login", connectors.Co, "a%_", fold.ASCII))},
		{"where-starts-with", people, where(text("login", connectors.Sw, "ad", fold.ASCII))},
		{"where-ends-with", people, where(text("login", connectors.Ew, "da", fold.None))},
		{"where-greater-text", people, where(text("last_name", connectors.Gt, "M", fold.None))},
		{"where-empty", people, where(connectors.Leaf{Field: "ext_ref", Op: connectors.Eq})},
		{"where-between-instants", people, where(connectors.Leaf{Field: "updated_at", Op: connectors.Ge, Value: noon.Add(time.Nanosecond)})},
		{"where-between-numbers", people, where(connectors.Leaf{Field: "manager_no", Op: connectors.Lt, Value: 1.5})},
		{"where-never", people, where(connectors.Leaf{Field: "manager_no", Op: connectors.Eq, Value: "one"})},
		{"where-not", people, where(connectors.Not{Term: connectors.Or{text("first_name", connectors.Sw, "A", fold.None), text("login", connectors.Eq, "x", fold.None)}})},
		{"where-in", people, where(connectors.In{Field: "manager_no", Values: []connectors.Value{int64(1), int64(2), nil}})},
		{"where-joined", people, where(text("department.name", connectors.Eq, "research", fold.ASCII))},
		{"where-row", people, where(connectors.Any{Relation: "phones", Where: connectors.And{text("number", connectors.Eq, "+1", fold.None), text("type.label", connectors.Eq, "mobile", fold.ASCII)}})},
		{"where-no-row", roles, where(connectors.Not{Term: connectors.Any{Relation: "members", Where: connectors.Leaf{Field: "emp_no", Op: connectors.Eq, Value: int64(7)}}})},
		{"create-with-rows", people, connectors.CreateOp{Change: change(
			connectors.Fields{"login": "ada", "department.name": "Research"},
			one("phones", connectors.RowChange{Add: []connectors.Fields{{"number": "+1", "type.label": "Mobile"}, {"number": "+2"}}}))}},
		{"update-own", people, connectors.UpdateOp{Key: "7", Need: own, Change: change(connectors.Fields{"login": "ada", "hired": nil}, nil)}},
		{"update-joined", people, connectors.UpdateOp{Key: "7", Need: whole, Change: change(connectors.Fields{"department.name": nil}, nil)}},
		{"update-row", people, connectors.UpdateOp{Key: "7", Need: own, Change: change(nil, one("phones", connectors.RowChange{Update: []connectors.Row{{Key: "3", Fields: connectors.Fields{"number": "+3"}}}}))}},
		{"update-drop-row", people, connectors.UpdateOp{Key: "7", Change: change(nil, one("phones", connectors.RowChange{Drop: []connectors.Key{"3", "4"}}))}},
		{"members-add-one", roles, members(connectors.RowChange{Add: []connectors.Fields{{"emp_no": int64(7)}}})},
		{"members-remove-one", roles, members(connectors.RowChange{Remove: []connectors.Fields{{"emp_no": int64(7)}}})},
		{"members-replace", roles, members(connectors.RowChange{Replace: true, Add: []connectors.Fields{{"emp_no": int64(7)}}})},
		{"members-named-by-codes", connectortest.RolesByLogin(), members(connectors.RowChange{
			Add: []connectors.Fields{{"who.login": "ada"}, {"who.login": "brian"}}, Remove: []connectors.Fields{{"who.login": "li"}}})},
		{"delete", people, connectors.DeleteOp{Key: "7"}},
		{"held-add-one", connectortest.Teams(), connectors.UpdateOp{Key: "HR", Change: change(nil, one("members", connectors.RowChange{Add: []connectors.Fields{{"emp_no": int64(7)}}}))}},
		{"held-remove-one", connectortest.Teams(), connectors.UpdateOp{Key: "HR", Change: change(nil, one("members", connectors.RowChange{Remove: []connectors.Fields{{"emp_no": int64(7)}}}))}},
		{"held-delete-owner", connectortest.Teams(), connectors.DeleteOp{Key: "HR", Change: change(nil, nil)}},
		{"values-listed", connectortest.Statuses(), connectors.ListOp{Query: connectors.Query{Need: connectors.Need{Fields: []string{"label"}}, Limit: 10, Total: true}}},
		{"values-in-rows", connectortest.Codes(), connectors.ListOp{Query: connectors.Query{Need: connectors.Need{Fields: []string{"label"}}, Limit: 10}}},
		{"values-of-a-member", connectortest.Statuses(), where(connectors.Any{Relation: "members", Where: connectors.Leaf{Field: "emp_no", Op: connectors.Eq, Value: int64(7)}})},
		{"values-replace-members", connectortest.Statuses(), connectors.UpdateOp{Key: "A", Change: change(nil, one("members", connectors.RowChange{Replace: true, Add: []connectors.Fields{{"emp_no": int64(7)}}}))}},
		{"values-add-member", connectortest.Statuses(), connectors.UpdateOp{Key: "A", Change: change(nil, one("members", connectors.RowChange{Add: []connectors.Fields{{"emp_no": int64(7)}}}))}},
	}
	cases = append(cases, shapeCases()...)
	kept := connectortest.People()
	kept.Keep = true
	return append(cases, statementCase{"delete-kept", kept, connectors.DeleteOp{Key: "7", Change: change(connectors.Fields{"deleted": int64(1)}, nil)}})
}

func TestStatementsAreWhatTheGoldenFilesSay(t *testing.T) {
	for _, c := range statementCases() {
		t.Run(c.name, func(t *testing.T) {
			golden(t, c.name, func(d string) []connectors.Call {
				calls, err := offlineEntity(t, d, c.spec, connectortest.Tables()).Explain(t.Context(), c.op)
				if err != nil {
					t.Fatal(err)
				}
				return calls
			})
		})
	}
}

func TestMembersOfATableWithoutAUniqueIndexAreLookedForFirst(t *testing.T) {
	golden(t, "members-add-without-index", func(d string) []connectors.Call {
		e := offlineEntity(t, d, connectortest.Roles(), connectortest.WithoutUniqueMembership(connectortest.Tables()))
		calls, err := e.Explain(t.Context(), connectors.UpdateOp{Key: "2", Change: connectors.Change{Rows: map[string]connectors.RowChange{
			"members": {Add: []connectors.Fields{{"emp_no": int64(7)}, {"emp_no": int64(8)}}}}}})
		if err != nil {
			t.Fatal(err)
		}
		return calls
	})
}

func TestAStreamGoesOnBehindTheLastRowOfAChunk(t *testing.T) {
	golden(t, "stream-next-chunk", func(d string) []connectors.Call {
		e := offlineEntity(t, d, connectortest.Roles(), connectortest.Tables())
		r := e.relations["members"]
		in := newRowSelection(r, e.root.fields(e.key), r.spec.Fields)
		return []connectors.Call{e.chunkStatement(in, [][]any{{int64(2)}}, []any{int64(2), int64(77), int64(2)}).call()}
	})
}

// golden compares the statements of each dialect with testdata/statements/name.txtar.
func golden(t *testing.T, name string, calls func(dialect string) []connectors.Call) {
	t.Helper()
	file := filepath.Join("testdata", "statements", name+".txtar")
	var got txtar.Archive
	for _, d := range sqldb.Names() {
		var b strings.Builder
		for _, c := range calls(d) {
			b.WriteString(readable.Replace(c.Text) + "\n")
			for i, a := range c.Args {
				fmt.Fprintf(&b, "    %d: %T %v\n", i+1, a, a)
			}
		}
		got.Files = append(got.Files, txtar.File{Name: d, Data: []byte(b.String())})
	}
	text := txtar.Format(&got)
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(text)); d != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", file, d)
	}
}

// readable breaks a statement at its clauses.
var readable = strings.NewReplacer(` FROM "`, "\n  FROM \"", " FROM `", "\n  FROM `", " FROM [", "\n  FROM [", " WHERE ", "\n  WHERE ", " LEFT JOIN ", "\n  LEFT JOIN ", " ORDER BY ", "\n  ORDER BY ",
	" VALUES ", "\n  VALUES ", " SET ", "\n  SET ", " RETURNING ", "\n  RETURNING ", " ON CONFLICT ", "\n  ON CONFLICT ", " UNION ALL ", "\n    UNION ALL ")

func TestEveryStatementHasAGoldenInEveryDialect(t *testing.T) {
	files, err := filepath.Glob("testdata/statements/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var sections []string
		for _, f := range a.Files {
			sections = append(sections, f.Name)
		}
		if d := cmp.Diff(sqldb.Names(), sections); d != "" {
			t.Errorf("%s (-want +got):\n%s", file, d)
		}
	}
}
