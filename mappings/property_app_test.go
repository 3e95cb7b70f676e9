package mappings_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/memory"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
)

// propertyApp has every form that a plan can meet.
const propertyApp = `
app: hr
connector: {type: memory}
resources:
  User:
    extensions: [enterprise]
    entity: employees
    key: emp_no
    attributes:
      userName: login
      externalId: external_ref
      nickName: {field: nick, empty: '-'}
      displayName: {field: display, filter: false}
      title: {read: 'upper(record.nick ?? "")'}
      name.familyName: family
      name.honorificPrefix: {const: Dr}
      locale: {field: lang, values: {en: a, fr: [A, null]}, else: de, empty: '-'}
      active: {field: status, values: {true: A, false: [T, L]}}
      userType: {field: kind, values: {Employee: 1, Contractor: 2}, else: Other}
      preferredLanguage: {const: en}
      emails: [{type: work, primary: true, value: work_mail}, {type: home, value: private_mail}]
      phoneNumbers: {rows: phones, by: {emp_no: emp_no}, each: {value: number, type: {field: kind, values: {work: W, mobile: M}}}}
      roles: {rows: job_roles, by: {emp: emp_no}, each: {value: {field: code, lookup: {entity: departments, key: code, value: name}}, display: {field: label, empty: '-'}}}
      groups: {of: Group.members}
      ims: {list: handles, separator: ';'}
      entitlements: {list: rights}
      enterprise.employeeNumber: badge
      enterprise.organization: {rows: desks, by: {emp: emp_no}, order: code, one: site}
      enterprise.division: {rows: units, by: {emp: emp_no}, one: {field: kind, values: {North: N, South: [S, null]}, else: Other}}
      enterprise.costCenter: {rows: costs, by: {emp: emp_no}, where: {kind: N}, one: {field: code, lookup: {entity: departments, key: code, value: name}}}
      enterprise.department: {field: dept_code, lookup: {entity: departments, key: code, value: name}}
      enterprise.manager.value: {field: manager_no, ref: User}
      enterprise.manager.displayName: {field: manager_no, lookup: {entity: employees, key: emp_no, value: login}, access: read}
      meta.lastModified: updated_at
  Group:
    entity: roles
    key: role_id
    attributes:
      displayName: role_name
      members: {rows: employee_roles, by: {role_id: role_id}, each: {value: {field: emp_no, ref: User}}, large: true}
`

// propertyGroups are the same users with other shapes of groups: the values of a column, listed and not, and a table that
// a column names.
func propertyGroups() []string {
	users, _, _ := strings.Cut(propertyApp, "  Group:\n")
	group := func(entity, display, by, empty string) string {
		return users + "  Group:\n    entity: " + entity + "\n    attributes:\n      displayName: " + display +
			"\n      members: {rows: employees, by: " + by + ", each: {value: {field: emp_no, ref: User}}, large: true" + empty + "}\n"
	}
	return []string{
		propertyApp,
		group("{values: status, of: employees, list: [A, {value: T, label: role 1}, {value: L, label: Zoë}]}", "label", "{status: value}", ", empty: '?'"),
		group("{values: nick, of: employees}", "value", "{nick: value}", ", empty: '-'"),
		group("roles\n    key: role_id", "role_name", "{kind: role_id}", ""),
		strings.Replace(group("roles\n    key: role_id\n    where: {role_id: {not: 2}}", "role_name", "{kind: role_id}", ""), "groups: {of", "groups: {returned: always, of", 1),
	}
}

func propertyTables() memory.Schema {
	text := func(name string) memory.Column {
		return memory.Column{Name: name, Type: connectors.TypeText, Fold: fold.ASCII}
	}
	number := func(name string) memory.Column { return memory.Column{Name: name, Type: connectors.TypeInteger} }
	single := func(name string) memory.Table {
		return memory.Table{Name: name, Key: []string{"row_no"}, Columns: []memory.Column{
			{Name: "row_no", Type: connectors.TypeInteger, Generated: true}, number("emp"), text("site"), text("kind"), text("code"),
		}}
	}
	return memory.Schema{
		{Name: "employees", Key: []string{"emp_no"}, Columns: []memory.Column{
			number("emp_no"), text("login"), text("external_ref"), text("nick"), text("display"), text("family"), text("lang"), text("status"), number("kind"),
			text("work_mail"), text("private_mail"), number("badge"), text("dept_code"), number("manager_no"), text("handles"), text("rights"),
			{Name: "updated_at", Type: connectors.TypeTime},
		}},
		{Name: "phones", Key: []string{"phone_no"}, Columns: []memory.Column{number("phone_no"), number("emp_no"), text("number"), text("kind")}},
		{Name: "job_roles", Key: []string{"job_no"}, Columns: []memory.Column{{Name: "job_no", Type: connectors.TypeInteger, Generated: true}, number("emp"), text("code"), text("label")}},
		single("desks"), single("units"), single("costs"),
		{Name: "departments", Key: []string{"code"}, Columns: []memory.Column{text("code"), text("name")}},
		{Name: "roles", Key: []string{"role_id"}, Columns: []memory.Column{number("role_id"), text("role_name")}},
		{Name: "employee_roles", Key: []string{"role_id", "emp_no"}, Columns: []memory.Column{number("role_id"), number("emp_no")}},
	}
}

var oddTexts = []connectors.Value{nil, "", "-", "a", "A", "ab", "Ab", "b%", "a_b", "O'Brien", "Zoë", "ZOË", "李", "straße", "x\\y", "1", "01"}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// populate fills the tables with few values, so that filters often match.
func populate(c *memory.Connector, r *rand.Rand) error {
	number := func(n int64) connectors.Value {
		if r.IntN(4) == 0 {
			return nil
		}
		return r.Int64N(n)
	}
	for _, code := range []string{"RD", "HR"} {
		if err := c.Insert("departments", connectors.Fields{"code": code, "name": map[string]string{"RD": "Research", "HR": "People"}[code]}); err != nil {
			return err
		}
	}
	for role := int64(1); role <= 3; role++ {
		if err := c.Insert("roles", connectors.Fields{"role_id": role, "role_name": fmt.Sprintf("role %d", role)}); err != nil {
			return err
		}
	}
	phone := int64(0)
	for emp := int64(1); emp <= 40; emp++ {
		err := c.Insert("employees", connectors.Fields{
			"emp_no": emp, "login": pick(r, oddTexts), "external_ref": pick(r, oddTexts), "nick": pick(r, oddTexts), "display": pick(r, oddTexts), "family": pick(r, oddTexts), "lang": pick(r, oddTexts),
			"status": pick(r, []connectors.Value{"A", "T", "L", "?", nil}), "kind": number(4), "work_mail": pick(r, oddTexts), "private_mail": pick(r, oddTexts),
			"badge": number(30), "dept_code": pick(r, []connectors.Value{"RD", "HR", "XX", nil}), "manager_no": pick(r, []connectors.Value{int64(1), int64(2), int64(900), nil}),
			"handles": pick(r, []connectors.Value{nil, "", "a;b", " A ; ;ab", ";", "O'Brien;Zoë;a"}), "rights": pick(r, []connectors.Value{nil, "", "[]", `["a", "b"]`, `["ab", 7, " A "]`, "no list"}),
			"updated_at": pick(r, []connectors.Value{nil, noon, noon.Add(time.Second), noon.Add(time.Millisecond)}),
		})
		if err != nil {
			return err
		}
		for range r.IntN(3) {
			phone++
			if err := c.Insert("phones", connectors.Fields{"phone_no": phone, "emp_no": emp, "number": pick(r, oddTexts), "kind": pick(r, []connectors.Value{"W", "M", "?", nil})}); err != nil {
				return err
			}
		}
		for range r.IntN(3) {
			if err := c.Insert("job_roles", connectors.Fields{"emp": emp, "code": pick(r, []connectors.Value{"RD", "HR", "XX", nil}), "label": pick(r, oddTexts)}); err != nil {
				return err
			}
		}
		for _, table := range pick(r, [][]string{{}, {"desks"}, {"units", "costs"}, {"desks", "costs", "desks", "units", "units"}}) {
			row := connectors.Fields{"emp": emp, "site": pick(r, oddTexts), "kind": pick(r, []connectors.Value{"N", "S", "?", nil}), "code": pick(r, []connectors.Value{"RD", "HR", "XX", nil})}
			if err := c.Insert(table, row); err != nil {
				return err
			}
		}
		if r.IntN(2) == 0 {
			if err := c.Insert("employee_roles", connectors.Fields{"role_id": 1 + r.Int64N(3), "emp_no": emp}); err != nil {
				return err
			}
		}
	}
	return nil
}

func openProperty(t *testing.T, r *rand.Rand, app string) (*mappings.Mapping, connectors.Entity) {
	t.Helper()
	node, found := yamlx.Parse("app.yaml", []byte(strings.TrimSpace(app)))
	file, more := mappings.Read(node)
	if found.Add(more...); found.HasErrors() {
		t.Fatal(found.Err())
	}
	c := memory.New(propertyTables())
	if err := populate(c, r); err != nil {
		t.Fatal(err)
	}
	shapes := map[string]connectors.Shape{}
	var users connectors.Entity
	for name, spec := range file.Specs() {
		e, found := c.Open(t.Context(), spec)
		if found.HasErrors() {
			t.Fatal(found.Err())
		}
		shapes[name] = e.Shape()
		if name == "User" {
			users = e
		}
	}
	compiled, found := file.Compile(shapes)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	return compiled["User"], users
}
