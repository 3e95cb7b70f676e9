package connectortest

import "github.com/scimgate/scimgate/connectors"

// Tables is the HR application that the suite works on, with its rows. Every call makes a new copy, so that a test
// may change it.
func Tables() []Table {
	return []Table{employees(), departments(), phones(), phoneKinds(), roles(), employeeRoles()}
}

func employees() Table {
	return Table{
		Name: "employees",
		Columns: []Column{
			{Name: "emp_no", Type: connectors.TypeInteger, NotNull: true, Generated: true},
			{Name: "login", Type: connectors.TypeText, Max: 64, NotNull: true},
			{Name: "ext_ref", Type: connectors.TypeText, Max: 64},
			{Name: "first_name", Type: connectors.TypeText, Max: 40},
			{Name: "last_name", Type: connectors.TypeText, Max: 40},
			{Name: "full_name", Type: connectors.TypeText, Max: 100},
			{Name: "nick", Type: connectors.TypeText, Max: 64},
			{Name: "job_title", Type: connectors.TypeText},
			{Name: "status", Type: connectors.TypeText, Max: 1, NotNull: true},
			{Name: "kind", Type: connectors.TypeText, Max: 1},
			{Name: "deleted", Type: connectors.TypeInteger, NotNull: true, Default: int64(0)},
			{Name: "temp", Type: connectors.TypeBool},
			{Name: "dept_code", Type: connectors.TypeText, Max: 8},
			{Name: "manager_no", Type: connectors.TypeInteger},
			{Name: "salary", Type: connectors.TypeDecimal},
			{Name: "fte", Type: connectors.TypeFloat},
			{Name: "hired", Type: connectors.TypeDate},
			{Name: "updated_at", Type: connectors.TypeTime},
			{Name: "updated_by", Type: connectors.TypeText, Max: 20},
			{Name: "badge", Type: connectors.TypeText, Max: 20}, // no Spec mentions it
		},
		Key:    []string{"emp_no"},
		Unique: [][]string{{"login"}, {"ext_ref"}},
		Rows:   people(),
	}
}

func departments() Table {
	return Table{
		Name: "departments",
		Columns: []Column{
			{Name: "code", Type: connectors.TypeText, Max: 8, NotNull: true},
			{Name: "name", Type: connectors.TypeText, Max: 60, NotNull: true},
			{Name: "site", Type: connectors.TypeText, Max: 20},
		},
		Key:  []string{"code"},
		Rows: departmentRows(),
	}
}

func phones() Table {
	return Table{
		Name: "phones",
		Columns: []Column{
			{Name: "phone_no", Type: connectors.TypeInteger, NotNull: true, Generated: true},
			{Name: "emp_no", Type: connectors.TypeInteger, NotNull: true},
			{Name: "purpose", Type: connectors.TypeText, Max: 8, NotNull: true},
			{Name: "kind", Type: connectors.TypeText, Max: 2},
			{Name: "number", Type: connectors.TypeText},
			{Name: "rank", Type: connectors.TypeInteger},
			{Name: "note", Type: connectors.TypeText}, // no Spec mentions it
		},
		Key:  []string{"phone_no"},
		Rows: phoneRows(),
	}
}

func phoneKinds() Table {
	return Table{
		Name: "phone_kinds",
		Columns: []Column{
			{Name: "code", Type: connectors.TypeText, Max: 2, NotNull: true},
			{Name: "label", Type: connectors.TypeText, Max: 20, NotNull: true},
		},
		Key:  []string{"code"},
		Rows: phoneKindRows(),
	}
}

func roles() Table {
	return Table{
		Name: "roles",
		Columns: []Column{
			{Name: "role_id", Type: connectors.TypeInteger, NotNull: true, Generated: true},
			{Name: "role_name", Type: connectors.TypeText, Max: 60, NotNull: true},
			{Name: "note", Type: connectors.TypeText},
		},
		Key:    []string{"role_id"},
		Unique: [][]string{{"role_name"}},
		Rows:   roleRows(),
	}
}

func employeeRoles() Table {
	return Table{
		Name: "employee_roles",
		Columns: []Column{
			{Name: "emp_no", Type: connectors.TypeInteger, NotNull: true},
			{Name: "role_id", Type: connectors.TypeInteger, NotNull: true},
			{Name: "granted_by", Type: connectors.TypeText, Max: 20},
		},
		Key:  []string{"emp_no", "role_id"},
		Rows: employeeRoleRows(),
	}
}

// WithoutUniqueMembership is tables with an employee_roles that has no key and no unique index at all, as many an
// old application has.
func WithoutUniqueMembership(tables []Table) []Table {
	for i := range tables {
		if tables[i].Name == "employee_roles" {
			tables[i].Key, tables[i].Unique = nil, nil
		}
	}
	return tables
}
