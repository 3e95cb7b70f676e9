package correlation

import (
	"context"
	"math"
	"time"
)

// A row counts one kind of loss within its window, which lasts from began to ends. held is when a hold began, 0 without
// one. admits is what was approved; unapproved where the limit stands.
const (
	unapproved = -1
	anyNumber  = math.MaxInt64

	ofOneKind = ` WHERE namespace = ? AND type = ? AND kind = ?`
	// fits takes now, n, now and the limit.
	fits = `(CASE WHEN ends > ? THEN counted ELSE 0 END) + ? <= (CASE WHEN ends > ? AND admits >= 0 THEN admits ELSE ? END)`
)

// Spend is one statement where nothing is held. The others each do nothing when another replica was faster; the next
// round sees what that one did.
func (st *sqlStore) Spend(ctx context.Context, q Quota, n int) (Spent, error) {
	for range maxRounds {
		now := st.clock()
		spent := Spent{At: now}
		counted, err := st.count(ctx, q, n, now)
		if counted || err != nil {
			return spent, failed("spend", err)
		}
		spent.Held = true
		if again, err := st.refuse(ctx, q); again || err != nil {
			return spent, failed("spend", err)
		}
		if spent.Began, err = st.beginHold(ctx, q, n, now); spent.Began || err != nil {
			return spent, failed("spend", err)
		}
		if err := st.addTally(ctx, q.Scope, q.Kind); err != nil {
			return spent, failed("spend", err)
		}
	}
	return Spent{}, failed("spend", overtaken(nil))
}

// count adds n to the window under way or begins one. MySQL sets column after column, so that ends comes last.
func (st *sqlStore) count(ctx context.Context, q Quota, n int, at time.Time) (bool, error) {
	now := at.UnixMilli()
	changed, err := st.exec(ctx, st.db, st.bind(`UPDATE correlation_holds SET
			counted = CASE WHEN ends > ? THEN counted + ? ELSE ? END,
			admits = CASE WHEN ends > ? THEN admits ELSE ? END,
			began = CASE WHEN ends > ? THEN began ELSE ? END,
			ends = CASE WHEN ends > ? THEN ends ELSE ? END`+ofOneKind+` AND held = 0 AND `+fits),
		now, n, n, now, unapproved, now, now, now, at.Add(q.Window).UnixMilli(),
		q.Scope.namespace(), q.Scope.Type, string(q.Kind), now, n, now, q.Limit)
	return changed == 1, err
}

// refuse notes one more write that a hold keeps away.
func (st *sqlStore) refuse(ctx context.Context, q Quota) (held bool, err error) {
	n, err := st.exec(ctx, st.db, st.bind(`UPDATE correlation_holds SET refused = refused + 1`+ofOneKind+` AND held > 0`),
		q.Scope.namespace(), q.Scope.Type, string(q.Kind))
	return n == 1, err
}

// beginHold begins a hold, unless n fits meanwhile.
func (st *sqlStore) beginHold(ctx context.Context, q Quota, n int, at time.Time) (began bool, err error) {
	now := at.UnixMilli()
	changed, err := st.exec(ctx, st.db, st.bind(`UPDATE correlation_holds SET held = ?, refused = 1`+ofOneKind+` AND held = 0 AND NOT `+fits),
		now, q.Scope.namespace(), q.Scope.Type, string(q.Kind), now, n, now, q.Limit)
	return changed == 1, err
}

// addTally makes the row, unless it is there.
func (st *sqlStore) addTally(ctx context.Context, s Scope, kind Loss) error {
	columns := []string{"namespace", "type", "kind", "began", "ends", "counted", "admits", "held", "refused", "approved_by", "approved"}
	_, err := st.exec(ctx, st.db, st.dialect.InsertIfAbsent("correlation_holds", columns, 1),
		s.namespace(), s.Type, string(kind), 0, 0, 0, unapproved, 0, 0, "", 0)
	return err
}

// Refund lowers the count of the window in which s was spent.
func (st *sqlStore) Refund(ctx context.Context, q Quota, n int, s Spent) error {
	at := s.At.UnixMilli()
	_, err := st.exec(ctx, st.db, st.bind(`UPDATE correlation_holds SET counted = counted - ?`+ofOneKind+`
		AND counted >= ? AND began <= ? AND ends > ?`),
		n, q.Scope.namespace(), q.Scope.Type, string(q.Kind), n, at, at)
	return failed("refund", err)
}

// Approve begins the window that a says.
func (st *sqlStore) Approve(ctx context.Context, s Scope, kind Loss, a Approval) error {
	if err := st.addTally(ctx, s, kind); err != nil {
		return failed("approve", err)
	}
	now, admits := st.clock(), int64(a.Count)
	if a.Count == 0 {
		admits = anyNumber
	}
	_, err := st.exec(ctx, st.db, st.bind(`UPDATE correlation_holds
		SET began = ?, ends = ?, counted = 0, admits = ?, held = 0, refused = 0, approved_by = ?, approved = ?`+ofOneKind),
		now.UnixMilli(), now.Add(a.For).UnixMilli(), admits, a.By, now.UnixMilli(), s.namespace(), s.Type, string(kind))
	return failed("approve", err)
}

// Tallies reads the rows that say something now.
func (st *sqlStore) Tallies(ctx context.Context, s Scope) ([]Tally, error) {
	now := st.now()
	rows, err := st.db.Query(ctx, st.bind(`SELECT kind, began, ends, counted, admits, held, refused, approved_by, approved
		FROM correlation_holds WHERE namespace = ? AND type = ? AND (held > 0 OR ends > ?) ORDER BY kind`), s.namespace(), s.Type, now)
	if err != nil {
		return nil, failed("tallies", err)
	}
	var list []Tally
	err = rows.Each(func(scan func(...any) error) error {
		t, err := scanTally(scan, now)
		list = append(list, t)
		return err
	})
	return list, failed("tallies", err)
}

func scanTally(scan func(...any) error, now int64) (Tally, error) {
	var t Tally
	var began, ends, admits, held, approved int64
	var by string
	err := scan(&t.Kind, &began, &ends, &t.Counted, &admits, &held, &t.Refused, &by, &approved)
	t.Ends = time.UnixMilli(ends)
	if held > 0 {
		t.Held = time.UnixMilli(held)
	}
	switch {
	case ends <= now:
		t.Counted, t.Ends = 0, time.Time{}
	case admits != unapproved:
		t.Approval = &Approval{By: by, At: time.UnixMilli(approved), For: time.Duration(ends-began) * time.Millisecond}
		if admits != anyNumber {
			t.Approval.Count = int(admits)
		}
	}
	return t, err
}
