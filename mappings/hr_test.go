package mappings_test

import "testing"

const hrApp = `
app: hr
connector: {type: sql}
resources:
  User:
    extensions: [enterprise]
    entity: employees
    key: emp_no
    match: [userName, externalId]
    adopt: always
    attributes:
      userName: login
      externalId: external_ref
      name.givenName: given
      name.formatted: {read: 'record.given + " " + record.family'}
      title: {field: job, returned: request}
      active: {field: status, values: {true: A, false: T}}
      password: {field: hash, secret: true}
      emails: [{type: work, primary: true, value: work_mail}, {type: home, value: private_mail}]
      phoneNumbers: {rows: phones, by: emp_no, each: {value: number, type: {field: kind, values: {work: W}}}}
      groups: {of: Group.members, returned: request}
      enterprise.department: {field: dept, lookup: {entity: departments, key: code, value: name}}
      enterprise.manager.value: {field: manager_no, ref: User}
      meta.lastModified: updated_at
    delete: {set: {status: X, ended: {expr: request.date}}, gone: {status: X}}
  Group:
    entity: roles
    key: role_id
    identity: key
    attributes:
      displayName: role_name
      members: {rows: employee_roles, by: role_id, each: {value: {field: emp_no, ref: User}, type: {field: member_type}}, large: true}
`

const hrShape = `
User emp_no integer readonly
User login text
User external_ref text
User given text
User family text
User job text nopush
User status text
User hash text
User work_mail text
User private_mail text
User departments_by_dept.name text
User manager_no integer
User updated_at time
User phoneNumbers/number text
User phoneNumbers/kind text
User groups/role_id integer
User groups/roles_by_role_id.role_name text
Group role_id integer readonly
Group role_name text
Group members/emp_no integer
Group members/member_type text
`

// hr is an application with one rule of most forms.
func hr(t testing.TB) *fixture {
	t.Helper()
	return app(t, hrApp, hrShape)
}

const (
	coreUser  = `"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]`
	adaRecord = `{"key": 17, "fields": {"login": "Ada", "external_ref": "X1", "given": "Ada", "family": "Lovelace", "status": "A",
		"work_mail": "a@w", "private_mail": "a@h", "departments_by_dept.name": "Research", "manager_no": 3, "updated_at": "2026-01-02T03:04:05Z"},
		"rows": {"phoneNumbers": [{"key": 1, "number": "+44", "kind": "W"}]}}`
)
