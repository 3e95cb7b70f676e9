package sql

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/yamlx"
)

func TestEntitiesAreCheckedWhereTheyStand(t *testing.T) {
	const head = "type: sql\ndialect: sqlite\ndsn: x.db\n"
	for _, c := range []struct {
		name, block string
		want        []string
	}{
		{"nothing to say", "entities: {employees: {}}\n", nil},
		{"no mapping", "entities: [employees]\n", []string{"4:11 sql/not-a-map"}},
		{"an entity without keys", "entities: {employees: employees_v}\n", []string{"4:23 sql/not-a-map"}},
		{"a key that there is not", "entities: {employees: {reads: x}}\n", []string{"4:24 sql/unknown-key"}},
		{"a view that is none", "entities: {employees: {read: [x]}}\n", []string{"4:30 sql/type"}},
		{"a statement without text", "entities: {employees: {create: {key: emp_no}}}\n", []string{"4:32 sql/missing-key"}},
		{"a statement that is a text", "entities: {employees: {delete: CALL x()}}\n", []string{"4:32 sql/not-a-map"}},
		{"an answer of an update", "entities: {employees: {update: {sql: 'CALL x(:emp_no)', key: emp_no}}}\n", []string{"4:57 sql/unknown-key"}},
		{"a quotation that does not end", "entities: {employees: {create: {sql: \"SELECT 'x\"}}}\n", []string{"4:38 sql/statement"}},
		{"a parameter by number", "entities: {employees: {create: {sql: 'SELECT hire(?)'}}}\n", []string{"4:38 sql/statement"}},
		{"an error without a code", "errors: [{kind: conflict}]\n", []string{"4:10 sql/missing-key"}},
		{"an error of no kind", "errors: [{code: P0001, kind: conflct}]\n", []string{"4:30 sql/value"}},
		{"errors that are no list", "errors: {P0001: conflict}\n", []string{"4:9 sql/type"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			block, found := yamlx.Parse("hr.yaml", []byte(head+c.block))
			conn, more := Open(t.Context(), block)
			found.Add(more...)
			if d := cmp.Diff(c.want, placed(found)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if conn != nil {
				_ = conn.Close()
			}
		})
	}
}

func TestStatementsAreComparedWithWhatTheAppFileUses(t *testing.T) {
	specs := map[string]connectors.Spec{"User": connectortest.People(), "Group": connectortest.Roles()}
	keyed := specs["User"]
	keyed.Key = []string{"emp_no"}
	specs["User"] = keyed
	for _, c := range []struct {
		name, block string
		want        []string
	}{
		{"fields, keys, inserts and stamps", `{employees: {create: {sql: "SELECT f(:login, :nick, :updated_by)", key: emp_no}}}`, nil},
		{"fields of rows, their owner's and what fills them", `{phones: {create: {sql: "CALL f(:emp_no, :number, :note, :purpose)"}}}`, nil},
		{"a field of nobody", `{employees: {delete: {sql: "CALL f(:emp_no, :bagde)"}}}`, []string{"1:55 sql/unknown-parameter"}},
		{"a joined field", `{employees: {delete: {sql: "CALL f(:emp_no, :department.name)"}}}`, []string{"1:55 sql/unknown-parameter"}},
		{"what is no parameter", `{employees: {delete: {sql: "CALL f(:emp_no, ':bagde', x::text)"}}}`, nil},
		{"two uses of one entity", `{roles: {create: {sql: "SELECT f(:role_name, :emp_no)", key: role_id}}}`, []string{"1:56 sql/unknown-parameter"}},
		{"an update that says nothing of the record", `{employees: {update: {sql: "CALL f(:login)"}}}`, []string{"1:38 sql/which-record"}},
		{"a create whose key nobody knows", `{employees: {create: {sql: "CALL f(:login)"}}}`, []string{"1:38 sql/which-record"}},
		{"a key that is none", `{employees: {create: {sql: "SELECT f(:login, :emp_no)", key: login}}}`, []string{"1:72 sql/key"}},
		{"fields that the statement does not take", `{employees: {update: {sql: "CALL f(:emp_no, :login)", sets: [login, logn]}}}`, []string{"1:71 sql/sets"}},
		{"a list of what is no parameter", `{employee_roles: {create: {sql: "CALL f(:role_id, :emp_no)", lists: emp}}}`, []string{"1:79 sql/lists"}},
		{"a list of records", `{employees: {delete: {sql: "CALL f(:emp_no)", lists: emp_no}}}`, []string{"1:64 sql/lists"}},
		{"an entity of nobody", `{employes: {}}`, []string{"1:12 sql/unknown-entity"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			block, found := yamlx.Parse("hr.yaml", []byte("entities: "+c.block))
			found.Add(Check(block, specs)...)
			if got := placed(found); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
