package sql

import (
	"context"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// arrangedEntity opens s on the suite's tables as a block arranges them. A view of a table is called employees_v.
func arrangedEntity(t testing.TB, name, entities string, s connectors.Spec) *entity {
	t.Helper()
	d := offline{dialectOf(name), map[string]*table{}}
	for _, of := range connectortest.Tables() {
		d.schema[of.Name] = offlineTable(d, of)
		view := offlineTable(d, of)
		view.name, view.quoted, view.key, view.indexes = of.Name+"_v", d.Quote(of.Name+"_v"), nil, nil
		d.schema[view.name] = view
	}
	var found diag.List
	node, more := yamlx.Parse("test.yaml", []byte(entities))
	found.Add(more...)
	c := &connector{d: d, entities: readEntities(node, &found)}
	c.describe = func(context.Context, string, int) ([]string, error) { return nil, nil }
	e, more := c.Open(t.Context(), s)
	if found.Add(more...); found.HasErrors() {
		t.Fatal(found.Err())
	}
	return e.(*entity)
}

func TestStatementsOfArrangedEntitiesAreWhatTheGoldenFilesSay(t *testing.T) {
	people, roles := connectortest.People(), connectortest.Roles()
	people.Relations = map[string]connectors.Relation{"phones": people.Relations["phones"]}
	const view = "{employees: {read: employees_v}, phones: {read: phones_v}}"
	const written = `
employees:
  create: {sql: "SELECT hire(:login, :first_name, :updated_by, :updated_at, :nick, :full_name, :dept_code)", key: emp_no}
  update:
    - {sql: "CALL rename(:emp_no, :first_name, :last_name, :updated_by, :updated_at)", sets: [first_name, last_name]}
    - {sql: "CALL set_status(:emp_no, :status)"}
  delete: {sql: "CALL dismiss(:emp_no)"}
phones:
  create: {sql: "CALL add_phone(:emp_no, :number, :kind, :note)"}
  update: {sql: "UPDATE phones SET number = :number, kind = :kind WHERE phone_no = :phone_no AND '::no' <> ':none'"}
  delete: {sql: "CALL drop_phone(:phone_no)"}
employee_roles:
  create: {sql: "CALL join_role(:role_id, :emp_no, :granted_by)"}
  delete: {sql: "CALL leave_role(:role_id, :emp_no)"}
`
	const listed = `
employee_roles:
  create: {sql: "CALL join_role(:role_id, :emp_no, :granted_by)", lists: emp_no}
  delete: {sql: "CALL leave_role(:role_id, :emp_no)", lists: [emp_no]}
`
	change := func(set connectors.Fields, relation string, rows connectors.RowChange) connectors.Change {
		c := connectors.Change{Set: set, At: noon}
		if relation != "" {
			c.Rows = map[string]connectors.RowChange{relation: rows}
		}
		return c
	}
	need := connectors.Need{Fields: []string{"login"}}
	for _, c := range []struct {
		name, entities string
		spec           connectors.Spec
		op             connectors.Operation
	}{
		{"view-get", view, people, connectors.GetOp{Keys: []connectors.Key{"7"}, Need: need}},
		{"view-create", view, people, connectors.CreateOp{Change: change(connectors.Fields{"login": "ada"}, "phones", connectors.RowChange{Add: []connectors.Fields{{"number": "+1"}}})}},
		{"view-update", view, people, connectors.UpdateOp{Key: "7", Need: need, Change: change(connectors.Fields{"first_name": "Ada"}, "phones", connectors.RowChange{Remove: []connectors.Fields{{"number": "+1"}}})}},
		{"view-delete", view, people, connectors.DeleteOp{Key: "7", Change: change(nil, "", connectors.RowChange{})}},
		{"written-create", written, people, connectors.CreateOp{Change: change(connectors.Fields{"login": "ada", "first_name": "Ada", "status": "L"}, "", connectors.RowChange{})}},
		{"written-update", written, people, connectors.UpdateOp{Key: "7", Need: need, Change: change(connectors.Fields{"first_name": "Ada"}, "", connectors.RowChange{})}},
		{"written-delete", written, people, connectors.DeleteOp{Key: "7", Change: change(nil, "", connectors.RowChange{})}},
		{"written-rows", written, people, connectors.UpdateOp{Key: "7", Change: change(nil, "phones", connectors.RowChange{
			Add: []connectors.Fields{{"number": "+1"}}, Drop: []connectors.Key{"3"}, Update: []connectors.Row{{Key: "4", Fields: connectors.Fields{"number": "+4"}}}})}},
		{"written-members-by-lists", listed, roles, connectors.UpdateOp{Key: "2", Change: change(nil, "members", connectors.RowChange{
			Add: []connectors.Fields{{"emp_no": int64(7)}, {"emp_no": int64(9)}}, Remove: []connectors.Fields{{"emp_no": int64(8)}}})}},
		{"written-member", written, roles, connectors.UpdateOp{Key: "2", Change: change(nil, "members", connectors.RowChange{
			Add: []connectors.Fields{{"emp_no": int64(7)}}, Remove: []connectors.Fields{{"emp_no": int64(8)}}})}},
	} {
		t.Run(c.name, func(t *testing.T) {
			golden(t, c.name, func(d string) []connectors.Call {
				calls, err := arrangedEntity(t, d, c.entities, c.spec).Explain(t.Context(), c.op)
				if err != nil {
					t.Fatal(err)
				}
				return calls
			})
		})
	}
}
