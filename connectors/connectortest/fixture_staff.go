package connectortest

import "github.com/scimgate/scimgate/connectors"

// StaffTables is an application that keeps one person in several tables: the account, the member of staff that it is
// for, the person that they are, and what they are employed as, from when to when. Every call makes a new copy.
func StaffTables() []Table {
	return []Table{personTable(), staffTable(), accountTable(), settingTable(), employmentTable(), departments()}
}

func personTable() Table {
	return Table{
		Name: "persons",
		Columns: []Column{
			{Name: "person_id", Type: connectors.TypeInteger, NotNull: true, Generated: true},
			{Name: "first_name", Type: connectors.TypeText, Max: 40},
			{Name: "last_name", Type: connectors.TypeText, Max: 40, NotNull: true},
			{Name: "born", Type: connectors.TypeDate},
		},
		Key: []string{"person_id"},
		Rows: []connectors.Fields{
			{"person_id": int64(101), "first_name": "Ada", "last_name": "Lovelace", "born": date(1815, 12, 10)},
			{"person_id": int64(102), "first_name": "Brian", "last_name": "O'Brien"},
			{"person_id": int64(106), "first_name": "Max", "last_name": "Mustermann"},
		},
	}
}

func staffTable() Table {
	return Table{
		Name: "staff",
		Columns: []Column{
			{Name: "emp_no", Type: connectors.TypeInteger, NotNull: true, Generated: true},
			{Name: "person_id", Type: connectors.TypeInteger},
			{Name: "company", Type: connectors.TypeText, Max: 10, NotNull: true},
			{Name: "site", Type: connectors.TypeText, Max: 20},
		},
		Key: []string{"emp_no"},
		Rows: []connectors.Fields{
			{"emp_no": int64(11), "person_id": int64(101), "company": "ACME", "site": "Oslo"},
			{"emp_no": int64(12), "person_id": int64(102), "company": "ACME", "site": "Bergen"},
			{"emp_no": int64(14), "company": "ACME"},
			{"emp_no": int64(16), "person_id": int64(106), "company": "ACME", "site": "Oslo"},
			{"emp_no": int64(17), "company": "OTHER", "site": "Oslo"},
		},
	}
}

func accountTable() Table {
	return Table{
		Name: "accounts",
		Columns: []Column{
			{Name: "account_no", Type: connectors.TypeInteger, NotNull: true, Generated: true},
			{Name: "login", Type: connectors.TypeText, Max: 64, NotNull: true},
			{Name: "emp_no", Type: connectors.TypeInteger},
			{Name: "changed_by", Type: connectors.TypeText, Max: 10},
		},
		Key:    []string{"account_no"},
		Unique: [][]string{{"login"}},
		Rows: []connectors.Fields{
			{"account_no": ada, "login": "ada", "emp_no": int64(11)},
			{"account_no": brian, "login": "brian", "emp_no": int64(12)},
			{"account_no": li, "login": "li"},
			{"account_no": zoe, "login": "zoe", "emp_no": int64(14)},
			{"account_no": terry, "login": "terry", "emp_no": nobody},
			{"account_no": maxine, "login": "max", "emp_no": int64(16)},
			{"account_no": other, "login": "other", "emp_no": int64(17)},
		},
	}
}

// More accounts of StaffTables.
const (
	maxine = int64(6) // employed twice over since before, and once since today
	other  = int64(7) // of another company: that member of staff is none of ours
)

func settingTable() Table {
	return Table{
		Name: "settings",
		Columns: []Column{
			{Name: "account_no", Type: connectors.TypeInteger, NotNull: true},
			{Name: "theme", Type: connectors.TypeText, Max: 10},
			{Name: "quota", Type: connectors.TypeInteger, NotNull: true, Default: int64(5)},
		},
		Key:  []string{"account_no"},
		Rows: []connectors.Fields{{"account_no": ada, "theme": "dark", "quota": int64(7)}, {"account_no": zoe, "quota": int64(9)}},
	}
}

func employmentTable() Table {
	return Table{
		Name: "employments",
		Columns: []Column{
			{Name: "employment_no", Type: connectors.TypeInteger, NotNull: true, Generated: true},
			{Name: "emp_no", Type: connectors.TypeInteger, NotNull: true},
			{Name: "dept_code", Type: connectors.TypeText, Max: 8},
			{Name: "title", Type: connectors.TypeText, Max: 40},
			{Name: "cost", Type: connectors.TypeText, Max: 10}, // no Spec mentions it
			{Name: "start_date", Type: connectors.TypeDate, NotNull: true},
			{Name: "end_date", Type: connectors.TypeDate},
		},
		Key: []string{"employment_no"},
		Rows: []connectors.Fields{
			{"employment_no": int64(1), "emp_no": int64(11), "dept_code": "HR", "title": "Clerk", "cost": "C1", "start_date": date(2019, 3, 1), "end_date": date(2023, 12, 31)},
			{"employment_no": int64(2), "emp_no": int64(11), "dept_code": "RD", "title": "Analyst", "cost": "C2", "start_date": date(2024, 1, 1)},
			{"employment_no": int64(3), "emp_no": int64(12), "dept_code": "HR", "title": "Clerk", "cost": "C1", "start_date": date(2020, 1, 1), "end_date": date(2024, 3, 31)},
			{"employment_no": int64(4), "emp_no": int64(14), "dept_code": "RD", "start_date": date(2022, 1, 1), "end_date": date(2024, 5, 31)},
			{"employment_no": int64(5), "emp_no": int64(14), "dept_code": "HR", "title": "Head", "start_date": date(2024, 6, 1)},
			{"employment_no": int64(6), "emp_no": int64(16), "dept_code": "HR", "title": "First", "cost": "C6", "start_date": date(2021, 1, 1)},
			{"employment_no": int64(7), "emp_no": int64(16), "dept_code": "HR", "title": "Second", "cost": "C7", "start_date": date(2022, 1, 1), "end_date": date(2024, 12, 31)},
			{"employment_no": int64(8), "emp_no": int64(16), "dept_code": "RD", "title": "Today", "cost": "C8", "start_date": date(2024, 5, 2)},
		},
	}
}

// Accounts opens the accounts with all that belongs to them: staff and person come before the account, settings and
// employment behind it, and the department is what the employment's code stands for.
func Accounts() connectors.Spec {
	stamp := map[string]connectors.Source{"changed_by": connectors.Const{Value: "scim"}}
	return connectors.Spec{
		Entity: "accounts",
		Fields: []string{"account_no", "login", "emp_no"},
		Joins: []connectors.Join{
			{Alias: "staff", Entity: "staff", On: map[string]string{"emp_no": "emp_no"}, Where: leaf("company", connectors.Eq, "ACME"),
				Fields: []string{"site"}, Missing: connectors.MissingCreate},
			{Alias: "person", Entity: "persons", On: map[string]string{"person_id": "staff.person_id"},
				Fields: []string{"first_name", "last_name", "born"}, Missing: connectors.MissingCreate},
			{Alias: "settings", Entity: "settings", On: map[string]string{"account_no": "account_no"}, Fields: []string{"theme", "quota"},
				Missing: connectors.MissingCreate, Insert: map[string]connectors.Source{"theme": connectors.Const{Value: "light"}}, Remove: true},
			{Alias: "employment", Entity: "employments", On: map[string]string{"emp_no": "staff.emp_no"}, Fields: []string{"dept_code", "title", "start_date"},
				Missing: connectors.MissingCreate, Insert: map[string]connectors.Source{"cost": connectors.Const{Value: "C0"}},
				Current: &connectors.Current{From: "start_date", To: "end_date"}},
			{Alias: "department", Entity: "departments", On: map[string]string{"code": "employment.dept_code"}, Fields: []string{"name"}, Lookup: true},
		},
		Stamp: connectors.Stamps{Insert: stamp, Update: stamp},
	}
}
