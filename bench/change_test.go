package bench

import (
	"encoding/json"
	"errors"
	"net/http"
)

// patch takes one operation: replace active.
func (h *handwritten) patch(w http.ResponseWriter, r *http.Request, id string) error {
	var body struct {
		Operations []struct {
			Op, Path string
			Value    bool
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return err
	}
	if len(body.Operations) != 1 || body.Operations[0].Op != "replace" || body.Operations[0].Path != "active" {
		return errors.New("unknown operation")
	}
	active, status := body.Operations[0].Value, "T"
	if active {
		status = "A"
	}
	ctx := r.Context()
	tx, err := h.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	var empNo int
	var now string
	err = tx.QueryRow(ctx, `SELECT e.emp_no, e.status FROM employees e JOIN scim_ids i USING (emp_no)
		WHERE i.id = $1 AND e.deleted IS DISTINCT FROM 1 FOR NO KEY UPDATE OF e`, id).Scan(&empNo, &now)
	if err != nil {
		return err
	}
	if active != (now == "A") { // who is on leave is inactive already
		_, err = tx.Exec(ctx, `UPDATE employees SET status = $2, changed_by = 'scim', updated_at = $3 WHERE emp_no = $1`, empNo, status, h.clock())
		if err != nil {
			return err
		}
	}
	list, err := h.employees(ctx, tx, " WHERE e.emp_no = $1", empNo)
	if err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	return h.answer(w, http.StatusOK, list[0])
}

// create makes a user with a login, a name and a work email.
func (h *handwritten) create(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		UserName string
		Name     struct{ GivenName, FamilyName *string }
		Emails   []struct{ Value, Type string }
		Active   bool
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return err
	}
	var mail *string
	for _, e := range body.Emails {
		if e.Type == "work" {
			mail = &e.Value
		}
	}
	status := "T"
	if body.Active {
		status = "A"
	}
	ctx, now := r.Context(), h.clock()
	tx, err := h.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	e := employee{
		login: body.UserName, given: body.Name.GivenName, family: body.Name.FamilyName, workMail: mail, status: status,
		created: &now, updated: &now,
	}
	err = tx.QueryRow(ctx, `INSERT INTO employees (login, given_name, family_name, work_mail, status, deleted, changed_by, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, 0, 'scim', $6, $6) RETURNING emp_no`,
		e.login, e.given, e.family, e.workMail, e.status, now).Scan(&e.empNo)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO scim_ids (id, emp_no) VALUES ($1, $2)`, idOf("User", e.empNo), e.empNo); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	return h.answer(w, http.StatusCreated, &e)
}
