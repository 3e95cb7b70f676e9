package connectortest

import (
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// The people of the fixture, by what makes them special.
const (
	ada       = int64(1) // has everything; works in research
	brian     = int64(2) // an apostrophe
	li        = int64(3) // hardly anything but a login
	zoe       = int64(4) // a diaeresis, an empty job title, a login in capitals
	terry     = int64(5) // left: status T
	ghost     = int64(6) // gone
	service   = int64(7) // out of scope
	admin     = int64(8) // protected
	nobody    = int64(99)
	admins    = int64(1) // a role with visible and hidden members
	everybody = int64(2) // a role with all visible people
	empty     = int64(3) // a role without members
)

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func instant(ms int64) time.Time {
	return time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC).Add(time.Duration(ms) * time.Millisecond)
}

func people() []connectors.Fields {
	return []connectors.Fields{
		{"emp_no": ada, "login": "ada", "ext_ref": "x-1", "first_name": "Ada", "last_name": "Lovelace", "full_name": "Ada Lovelace",
			"nick": "ada", "job_title": "Analyst", "status": "A", "deleted": int64(0), "temp": false, "dept_code": "RD",
			"salary": connectors.Decimal("5200.50"), "fte": 1.0, "hired": date(2019, 3, 1), "updated_at": instant(0),
			"updated_by": "hr", "badge": "B-1"},
		{"emp_no": brian, "login": "brian", "ext_ref": "x-2", "first_name": "Brian", "last_name": "O'Brien", "full_name": "Brian O'Brien",
			"nick": "brian", "job_title": "Clerk", "status": "A", "kind": "P", "deleted": int64(0), "temp": true, "dept_code": "HR", "manager_no": ada,
			"salary": connectors.Decimal("3100"), "fte": 0.5, "hired": date(2021, 11, 30), "updated_at": instant(120),
			"updated_by": "hr", "badge": "B-2"},
		{"emp_no": li, "login": "li", "first_name": "小龙", "last_name": "李", "status": "A", "deleted": int64(0)},
		{"emp_no": zoe, "login": "ZOE", "ext_ref": "x-4", "first_name": "Zoë", "last_name": "van der Berg", "job_title": "", "status": "A",
			"deleted": int64(0), "dept_code": "RD", "manager_no": ada, "salary": connectors.Decimal("5200.5"), "hired": date(2019, 3, 1),
			"updated_at": instant(100), "badge": "B-4"},
		{"emp_no": terry, "login": "terry", "first_name": "Terry", "last_name": "Lovelace", "status": "T", "kind": "P", "deleted": int64(0),
			"dept_code": "??", "manager_no": nobody, "salary": connectors.Decimal("-0.25"), "fte": 0.25, "hired": date(1999, 12, 31)},
		{"emp_no": ghost, "login": "ghost", "first_name": "Gone", "status": "T", "deleted": int64(1), "dept_code": "RD"},
		{"emp_no": service, "login": "svc-backup", "status": "A", "kind": "S", "deleted": int64(0)},
		{"emp_no": admin, "login": "admin", "ext_ref": "x-8", "status": "A", "deleted": int64(0), "dept_code": "HR", "badge": "B-8"},
	}
}

func departmentRows() []connectors.Fields {
	return []connectors.Fields{
		{"code": "HR", "name": "Human Resources", "site": "Oslo"},
		{"code": "RD", "name": "Research and Development", "site": "Oslo"},
		{"code": "T1", "name": "Twin", "site": "Bergen"},
		{"code": "T2", "name": "Twin", "site": "Bergen"},
		{"code": "XX", "name": "Unassigned"},
	}
}

func phoneRows() []connectors.Fields {
	return []connectors.Fields{
		{"phone_no": int64(1), "emp_no": ada, "purpose": "work", "kind": "W", "number": "+44 20 1", "rank": int64(2), "note": "desk"},
		{"phone_no": int64(2), "emp_no": ada, "purpose": "work", "kind": "M", "number": "+44 77 2", "rank": int64(1), "note": "keep me"},
		{"phone_no": int64(3), "emp_no": ada, "purpose": "private", "kind": "M", "number": "+44 77 3", "note": "hidden"},
		{"phone_no": int64(4), "emp_no": brian, "purpose": "work", "kind": nil, "number": "+353 1", "note": "no kind"},
		{"phone_no": int64(5), "emp_no": zoe, "purpose": "private", "kind": "W", "number": "+31 6", "note": "hidden"},
		{"phone_no": int64(6), "emp_no": ghost, "purpose": "work", "kind": "W", "number": "+0"},
	}
}

func phoneKindRows() []connectors.Fields {
	return []connectors.Fields{
		{"code": "M", "label": "Mobile"},
		{"code": "W", "label": "Workplace"},
	}
}

func roleRows() []connectors.Fields {
	return []connectors.Fields{
		{"role_id": admins, "role_name": "Admins", "note": "from the first day"},
		{"role_id": everybody, "role_name": "everybody"},
		{"role_id": empty, "role_name": "Empty"},
	}
}

func employeeRoleRows() []connectors.Fields {
	rows := []connectors.Fields{
		{"emp_no": ada, "role_id": admins, "granted_by": "ceo"},
		{"emp_no": ghost, "role_id": admins, "granted_by": "ceo"},   // hidden: gone
		{"emp_no": service, "role_id": admins, "granted_by": "ops"}, // hidden: out of scope
		{"emp_no": nobody, "role_id": admins, "granted_by": "ops"},  // hidden: there is no such person
		{"emp_no": admin, "role_id": admins, "granted_by": "ceo"},
	}
	for _, p := range []int64{ada, brian, li, zoe, terry, admin} {
		rows = append(rows, connectors.Fields{"emp_no": p, "role_id": everybody})
	}
	return rows
}
