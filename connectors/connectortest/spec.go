package connectortest

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
)

// People opens employees the way an app file for users would: bounded, protected, stamped, with a code table, a
// second look at the same table for the manager, child rows with a code table of their own, and the groups.
func People() connectors.Spec {
	stamp := map[string]connectors.Source{
		"updated_at": connectors.Expr(func(e connectors.Env) (connectors.Value, error) { return e.Time, nil }),
		"updated_by": connectors.Const{Value: "scim"},
	}
	return connectors.Spec{
		Entity: "employees",
		Fields: []string{"emp_no", "login", "ext_ref", "first_name", "last_name", "job_title", "status", "kind", "deleted", "temp",
			"dept_code", "manager_no", "salary", "fte", "hired", "updated_at"},
		Joins: []connectors.Join{
			{Alias: "department", Entity: "departments", On: map[string]string{"code": "dept_code"}, Fields: []string{"name"}, Lookup: true},
			{Alias: "manager", Entity: "employees", On: map[string]string{"emp_no": "manager_no"}, Fields: []string{"login"}},
		},
		Relations: map[string]connectors.Relation{"phones": peoplePhones(), "groups": peopleGroups()},
		Version:   "updated_at",
		Scope:     leaf("kind", connectors.Ne, "S"),
		Gone:      leaf("deleted", connectors.Eq, "1"), // text, as an app file that knows no types may say it
		Protect:   leaf("login", connectors.Eq, "admin"),
		Insert: map[string]connectors.Source{
			"status": connectors.Const{Value: "A"},
			"nick":   connectors.Copy{Field: "login"},
			"full_name": connectors.Expr(func(e connectors.Env) (connectors.Value, error) {
				first, _ := e.Set["first_name"].(string)
				last, _ := e.Set["last_name"].(string)
				return first + " " + last, nil
			}),
			"dept_code": connectors.From{Entity: "departments", Where: leaf("name", connectors.Eq, "Unassigned"), Field: "code"},
		},
		Stamp: connectors.Stamps{Insert: stamp, Update: stamp},
		At:    map[string]diag.Position{"": {File: "hr.yaml", Line: 1, Col: 1}},
	}
}

func peoplePhones() connectors.Relation {
	return connectors.Relation{
		Entity: "phones",
		By:     map[string]string{"emp_no": "emp_no"},
		Where:  leaf("purpose", connectors.Eq, "work"),
		Fields: []string{"kind", "number", "rank", "type.label"},
		Joins: []connectors.Join{
			{Alias: "type", Entity: "phone_kinds", On: map[string]string{"code": "kind"}, Fields: []string{"label"}, Lookup: true},
		},
		Identity: []string{"number"},
		Order:    []string{"rank"},
		Insert:   map[string]connectors.Source{"note": connectors.Const{Value: "by scim"}},
	}
}

func peopleGroups() connectors.Relation {
	return connectors.Relation{
		Entity: "employee_roles",
		By:     map[string]string{"emp_no": "emp_no"},
		Fields: []string{"role_id", "role.role_name"},
		Joins: []connectors.Join{
			{Alias: "role", Entity: "roles", On: map[string]string{"role_id": "role_id"}, Fields: []string{"role_name"}, Lookup: true},
		},
		Identity: []string{"role_id"},
		ReadOnly: true,
		Target:   &connectors.Target{Entity: "roles", By: map[string]string{"role_id": "role_id"}},
	}
}

// Roles opens roles with their members as a large relation; hidden members stay hidden.
func Roles() connectors.Spec {
	return connectors.Spec{
		Entity: "roles",
		Fields: []string{"role_id", "role_name"},
		Relations: map[string]connectors.Relation{"members": {
			Entity:   "employee_roles",
			By:       map[string]string{"role_id": "role_id"},
			Fields:   []string{"emp_no"},
			Identity: []string{"emp_no"},
			Large:    true,
			Insert:   map[string]connectors.Source{"granted_by": connectors.Const{Value: "scim"}},
			Target: &connectors.Target{
				Entity: "employees", By: map[string]string{"emp_no": "emp_no"},
				Scope: leaf("kind", connectors.Ne, "S"), Gone: leaf("deleted", connectors.Eq, int64(1)),
			},
		}},
	}
}

// RolesByLogin opens roles whose members are named by their login.
func RolesByLogin() connectors.Spec {
	s := Roles()
	members := s.Relations["members"]
	members.Joins = []connectors.Join{{Alias: "who", Entity: "employees", On: map[string]string{"emp_no": "emp_no"}, Fields: []string{"login"}, Lookup: true}}
	members.Fields = append(members.Fields, "who.login")
	s.Relations["members"] = members
	return s
}

// Departments opens departments, whose key is text that the client gives.
func Departments() connectors.Spec {
	return connectors.Spec{Entity: "departments", Fields: []string{"code", "name", "site"}}
}

// Memberships opens the join table itself, whose key has two parts.
func Memberships() connectors.Spec {
	return connectors.Spec{Entity: "employee_roles", Fields: []string{"emp_no", "role_id", "granted_by"}}
}

func leaf(field string, op connectors.Op, v connectors.Value) connectors.Leaf {
	return connectors.Leaf{Field: field, Op: op, Value: v, Fold: fold.None}
}
