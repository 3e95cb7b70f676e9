package gatewaytest

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/memory"
	"github.com/scimgate/scimgate/internal/fold"
)

// Tables is the HR application, empty. No login is unique: the application does not help against duplicates.
func Tables() memory.Schema {
	text := func(name string) memory.Column {
		return memory.Column{Name: name, Type: connectors.TypeText, Fold: fold.ASCII}
	}
	number := func(name string) memory.Column { return memory.Column{Name: name, Type: connectors.TypeInteger} }
	key := func(name string) memory.Column {
		return memory.Column{Name: name, Type: connectors.TypeInteger, NotNull: true, Generated: true}
	}
	login, status := text("login"), text("status")
	login.NotNull, status.NotNull = true, true
	return memory.Schema{
		{Name: "employees", Key: []string{"emp_no"}, Columns: []memory.Column{
			key("emp_no"), login, text("external_ref"), text("display_name"), text("given_name"), text("family_name"),
			text("nick"), text("job_title"), status, text("password_hash"), text("work_mail"), text("private_mail"),
			text("employee_number"), number("manager_no"), number("deleted"), text("changed_by"), text("badge"),
			{Name: "created_at", Type: connectors.TypeTime}, {Name: "updated_at", Type: connectors.TypeTime},
		}},
		{Name: "phones", Key: []string{"phone_no"}, Columns: []memory.Column{
			key("phone_no"), number("emp_no"), text("kind"), text("number"), text("note"),
		}},
		{Name: "roles", Key: []string{"role_id"}, Columns: []memory.Column{key("role_id"), text("role_name")}},
		{Name: "employee_roles", Key: []string{"role_id", "emp_no"}, Columns: []memory.Column{
			{Name: "role_id", Type: connectors.TypeInteger, NotNull: true}, {Name: "emp_no", Type: connectors.TypeInteger, NotNull: true},
		}},
	}
}
