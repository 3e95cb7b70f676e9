package connectortest

import (
	"fmt"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// planned is a change that speaks of people and rows by name, so that it can be carried out on two applications
// whose generated numbers differ.
type planned struct {
	set      connectors.Fields
	relation string
	owner    string // login or role name
	rows     connectors.RowChange
	drop     []string // numbers of phones, logins of members
	update   map[string]connectors.Fields
}

func (p planned) String() string {
	return fmt.Sprintf("set %v; %s: %+v, drop %v, update %v", p.set, p.relation, p.rows, p.drop, p.update)
}

// on is the change for one application.
func (p planned) on(s *site) connectors.Change {
	c := connectors.Change{Set: p.set, At: requested()}
	if p.relation == "" {
		return c
	}
	rows := connectors.RowChange{Replace: p.rows.Replace, Add: s.numbered(p.rows.Add), Remove: s.numbered(p.rows.Remove)}
	for _, name := range p.drop {
		rows.Drop = append(rows.Drop, s.rowKey(p, name))
	}
	for name, f := range p.update {
		rows.Update = append(rows.Update, connectors.Row{Key: s.rowKey(p, name), Fields: f})
	}
	c.Rows = map[string]connectors.RowChange{p.relation: rows}
	return c
}

// numbered puts the number of a person in the place of a login.
func (s *site) numbered(list []connectors.Fields) []connectors.Fields {
	out := make([]connectors.Fields, len(list))
	for i, f := range list {
		out[i] = f
		if login, ok := f["emp_no"].(string); ok {
			out[i] = connectors.Fields{"emp_no": s.number(login)}
		}
	}
	return out
}

// rowKey is the key of the row that a planned change calls by name.
func (s *site) rowKey(p planned, name string) connectors.Key {
	if p.relation == "members" {
		if i := slices.IndexFunc(s.tables, func(t Table) bool { return t.Name == "employee_roles" }); len(s.tables[i].Key) == 0 {
			return key(s.number(name))
		}
		return key(s.number(name), s.roleNumber(p.owner))
	}
	owner := s.number(p.owner)
	row, ok := s.find("phones", func(f connectors.Fields) bool { return f["emp_no"] == owner && f["number"] == name })
	if !ok {
		return key(nobody)
	}
	return key(row["phone_no"])
}

// login is most often that of somebody who is there.
func (l *lives) login() string {
	if rows := l.oracle.Rows(l.oracle.t, "employees"); len(rows) > 0 && l.r.IntN(4) > 0 {
		return one(l.r, rows)["login"].(string)
	}
	return fmt.Sprint("n", l.r.IntN(20))
}

// text is one that the application can keep.
func (l *lives) text() connectors.Value { return l.kept(one(l.r, texts())) }

// kept is no value instead of a text that the application cannot keep.
func (l *lives) kept(text string) connectors.Value {
	if !l.keeps(text) {
		return nil
	}
	return text
}

func (l *lives) role() string { return one(l.r, []string{"Admins", "everybody", "Empty", "new"}) }

// personChange is a change of a person with now and then one value that is refused.
func (l *lives) personChange(owner string, create bool) planned {
	draws := map[string][]connectors.Value{
		"first_name": {nil, l.kept(""), "Ada", "Grace", l.text()},
		"last_name":  {nil, "Hopper", l.text()},
		"job_title":  {nil, "Clerk", l.text()},
		"ext_ref":    {nil, "x-1", "x-2", "x-9", "x-10"},
		"status":     {"A", "T"},
		"kind":       {nil, "P", "P", "P", "P", "S"},
		"deleted":    {int64(0), int64(0), int64(0), int64(0), int64(0), "1"},
		"temp":       {nil, true, "false", int64(1)},
		"salary":     {nil, l.r.decimal(), int64(5200), "5200.50"},
		"fte":        {nil, l.r.float(), "0.5"},
		"hired":      {nil, "2019-03-01", l.r.day(), instant(5)},
		"manager_no": {nil, ada, "2", nobody},
	}
	p := planned{set: connectors.Fields{}, owner: owner}
	for _, name := range sortedNames(draws) {
		if l.r.IntN(4) == 0 {
			p.set[name] = one(l.r, draws[name])
		}
	}
	switch l.r.IntN(4) {
	case 0:
		p.set["dept_code"] = one(l.r, []connectors.Value{nil, "HR", "RD", "??"})
	case 1:
		p.set["department.name"] = one(l.r, []connectors.Value{nil, "Human Resources", "Research and Development"})
	}
	if create || l.r.IntN(8) == 0 {
		p.set["login"] = fmt.Sprint("n", l.r.IntN(20))
	}
	if l.r.IntN(10) == 0 {
		bad := one(l.r, []string{"status", "hired", "department.name", "emp_no"})
		p.set[bad] = map[string]connectors.Value{"status": nil, "hired": "soon", "department.name": "Twin", "emp_no": int64(500)}[bad]
	}
	if l.r.IntN(2) == 0 {
		p.relation = "phones"
		p.rows = l.rowChange(func() connectors.Fields { return l.phone(false) }, func() connectors.Fields { return connectors.Fields{"number": l.phoneNumber()} })
		for range l.r.IntN(3) / 2 {
			p.drop = append(p.drop, l.phoneNumber())
		}
		if number, ok := l.ownNumber(owner); ok && l.r.IntN(2) == 0 {
			p.update = map[string]connectors.Fields{number: l.phone(true)}
		}
	}
	return p
}

func (l *lives) memberChange(role string) planned {
	member := func() connectors.Fields { return connectors.Fields{"emp_no": l.login()} }
	p := planned{owner: role, relation: "members", rows: l.rowChange(member, member)}
	for range l.r.IntN(3) / 2 {
		p.drop = append(p.drop, l.login())
	}
	return p
}

func (l *lives) rowChange(add, remove func() connectors.Fields) connectors.RowChange {
	c := connectors.RowChange{Replace: l.r.IntN(4) == 0}
	for range l.r.IntN(4) {
		c.Add = append(c.Add, add())
	}
	for range l.r.IntN(3) {
		c.Remove = append(c.Remove, remove())
	}
	return c
}

// ownNumber is a number that somebody has, hidden ones too.
func (l *lives) ownNumber(owner string) (string, bool) {
	no := l.oracle.number(owner)
	row, ok := l.oracle.find("phones", func(f connectors.Fields) bool { return f["emp_no"] == no && f["number"] != nil })
	if !ok {
		return "", false
	}
	return row["number"].(string), true
}

func (l *lives) phoneNumber() string {
	return one(l.r, []string{"+44 20 1", "+44 77 2", "+44 77 3", "+353 1", "1", "2", "'"})
}

// phone is a row to add or, for an update, what to change of one.
func (l *lives) phone(update bool) connectors.Fields {
	f := connectors.Fields{}
	if !update || l.r.IntN(3) == 0 {
		f["number"] = l.phoneNumber()
	}
	switch l.r.IntN(4) {
	case 0:
		f["kind"] = one(l.r, []connectors.Value{nil, "W", "M"})
	case 1:
		f["type.label"] = one(l.r, []connectors.Value{nil, "Mobile", "Workplace"})
	}
	if l.r.IntN(2) == 0 {
		f["rank"] = one(l.r, []connectors.Value{nil, int64(1), "2"})
	}
	return f
}

func sortedNames(m map[string][]connectors.Value) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
