package bench

import (
	"context"

	"github.com/jackc/pgx/v5"
)

const selectEmployees = `SELECT e.emp_no, e.login, e.external_ref, e.display_name, e.given_name, e.middle_name, e.family_name,
	e.job_title, e.locale, e.work_mail, e.private_mail, e.employee_number, e.cost_center, d.name, e.manager_no, e.status,
	e.created_at, e.updated_at
	FROM employees e LEFT JOIN departments d ON d.code = e.dept_code`

// employees reads the employees that the clauses select, and the rows that belong to them: five statements, however
// many they are.
func (h *handwritten) employees(ctx context.Context, q querier, clauses string, args ...any) ([]*employee, error) {
	rows, err := q.Query(ctx, selectEmployees+clauses, args...)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*employee, error) {
		var e employee
		return &e, row.Scan(&e.empNo, &e.login, &e.externalRef, &e.displayName, &e.given, &e.middle, &e.family,
			&e.title, &e.locale, &e.workMail, &e.privateMail, &e.number, &e.costs, &e.department, &e.managerNo, &e.status,
			&e.created, &e.updated)
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	keys := make([]int, len(list))
	byKey := make(map[int]*employee, len(list))
	for i, e := range list {
		keys[i], byKey[e.empNo] = e.empNo, e
	}
	for _, read := range []func(context.Context, querier, []int, map[int]*employee) error{
		h.phones, h.addresses, h.jobRoles, h.groups,
	} {
		if err := read(ctx, q, keys, byKey); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (h *handwritten) phones(ctx context.Context, q querier, keys []int, of map[int]*employee) error {
	rows, err := q.Query(ctx, `SELECT emp_no, phone_no, kind, number FROM employee_phones WHERE emp_no = ANY($1) ORDER BY emp_no, phone_no`, keys)
	if err != nil {
		return err
	}
	var owner int
	var p phone
	_, err = pgx.ForEachRow(rows, []any{&owner, &p.key, &p.kind, &p.Value}, func() error {
		if p.Type = ""; p.kind != nil {
			p.Type = phoneKinds[*p.kind]
		}
		of[owner].phones = append(of[owner].phones, p)
		return nil
	})
	return err
}

func (h *handwritten) addresses(ctx context.Context, q querier, keys []int, of map[int]*employee) error {
	rows, err := q.Query(ctx, `SELECT emp_no, address_no, kind, street, city, region, postal_code, country
		FROM employee_addresses WHERE emp_no = ANY($1) ORDER BY emp_no, address_no`, keys)
	if err != nil {
		return err
	}
	var owner int
	var a address
	_, err = pgx.ForEachRow(rows, []any{&owner, &a.key, &a.kind, &a.StreetAddress, &a.Locality, &a.Region, &a.PostalCode, &a.Country}, func() error {
		if a.Type = ""; a.kind != nil {
			a.Type = addressKinds[*a.kind]
		}
		of[owner].addresses = append(of[owner].addresses, a)
		return nil
	})
	return err
}

func (h *handwritten) jobRoles(ctx context.Context, q querier, keys []int, of map[int]*employee) error {
	rows, err := q.Query(ctx, `SELECT emp_no, job_role_no, job_role, main FROM employee_job_roles WHERE emp_no = ANY($1) ORDER BY emp_no, job_role_no`, keys)
	if err != nil {
		return err
	}
	var owner int
	var j jobRole
	_, err = pgx.ForEachRow(rows, []any{&owner, &j.key, &j.Value, &j.main}, func() error {
		if j.Primary = nil; j.main != nil {
			j.Primary = new(*j.main == "Y")
		}
		of[owner].jobRoles = append(of[owner].jobRoles, j)
		return nil
	})
	return err
}

func (h *handwritten) groups(ctx context.Context, q querier, keys []int, of map[int]*employee) error {
	rows, err := q.Query(ctx, `SELECT m.emp_no, r.role_id, r.role_name FROM employee_roles m JOIN roles r USING (role_id)
		WHERE m.emp_no = ANY($1) ORDER BY m.emp_no, r.role_id`, keys)
	if err != nil {
		return err
	}
	var owner, role int
	var name string
	_, err = pgx.ForEachRow(rows, []any{&owner, &role, &name}, func() error {
		id := idOf("Group", role)
		of[owner].groups = append(of[owner].groups, reference{Value: id, Ref: h.base + "/Groups/" + id, Type: "direct", Display: name})
		return nil
	})
	return err
}
