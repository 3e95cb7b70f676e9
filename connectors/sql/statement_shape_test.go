package sql

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
)

// shapeCases are the statements of schemas that were not made for provisioning.
func shapeCases() []statementCase {
	numbered := connectortest.People()
	phones := numbered.Relations["phones"]
	phones.Insert = map[string]connectors.Source{"rank": connectors.Next{Start: 1, Within: []string{"emp_no"}}}
	numbered.Relations["phones"] = phones
	followed := connectortest.People()
	followed.After = []connectors.Effect{
		{Create: true, Delete: true, Native: "INSERT INTO joined (no, login) VALUES (:emp_no, :login)"},
		{Fields: []string{"login"}, Native: "UPDATE logins SET login = :login WHERE no = :emp_no AND login <> :login"},
	}
	followed.Brings = []connectors.Bring{{Entity: "employee_roles", Go: true, Set: map[string]connectors.Source{
		"emp_no": connectors.Copy{Field: "emp_no"}, "role_id": connectors.Const{Value: int64(2)},
	}}}
	hiding := connectortest.Roles()
	members := hiding.Relations["members"]
	members.Where = connectors.Leaf{Field: "granted_by", Op: connectors.Eq, Value: "scim"}
	members.Remove = map[string]connectors.Source{"granted_by": connectors.Const{Value: "nobody"}}
	hiding.Relations["members"] = members
	counted := connectortest.People()
	counted.Version, counted.Bump = "deleted", true
	teams := connectortest.Teams()
	moved := teams.Relations["members"]
	held := *moved.Held
	held.After = []connectors.Effect{{Native: "INSERT INTO moved (no, dept) VALUES (:emp_no, :dept.name)"}}
	held.Joins = []connectors.Join{{Alias: "dept", Entity: "departments", On: map[string]string{"code": "dept_code"}, Fields: []string{"name"}}}
	moved.Held = &held
	teams.Relations["members"] = moved
	return []statementCase{
		{"held-moved-and-followed", teams, connectors.UpdateOp{Key: "HR", Change: connectors.Change{At: noon, Rows: map[string]connectors.RowChange{
			"members": {Add: []connectors.Fields{{"emp_no": int64(7)}, {"emp_no": int64(8)}}}}}}},
		{"rows-that-hide-and-come-back", hiding, connectors.UpdateOp{Key: "2", Change: connectors.Change{At: noon, Rows: map[string]connectors.RowChange{
			"members": {Remove: []connectors.Fields{{"emp_no": int64(7)}}, Add: []connectors.Fields{{"emp_no": int64(8)}, {"emp_no": int64(9)}}}}}}},
		{"create-with-what-it-brings-and-what-follows", followed, connectors.CreateOp{Change: connectors.Change{Set: connectors.Fields{"login": "ada"}, At: noon}}},
		{"update-with-what-follows", followed, connectors.UpdateOp{Key: "7", Change: connectors.Change{Set: connectors.Fields{"login": "ada"}, At: noon}}},
		{"delete-with-what-it-brought-and-what-follows", followed, connectors.DeleteOp{Key: "7"}},
		{"update-counting-the-version", counted, connectors.UpdateOp{Key: "7", Change: connectors.Change{Set: connectors.Fields{"login": "ada"}, At: noon}}},
		{"rows-with-the-next-numbers", numbered, connectors.UpdateOp{Key: "7", Change: connectors.Change{At: noon, Rows: map[string]connectors.RowChange{
			"phones": {Add: []connectors.Fields{{"number": "+1"}, {"number": "+2"}}}}}}},
	}
}
