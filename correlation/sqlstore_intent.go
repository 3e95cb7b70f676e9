package correlation

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

const (
	// defaultLease is how long an intent without a lease of its own keeps others away.
	defaultLease = time.Minute
	// answerable is how long an intent is kept that is complete or settled, for a client that lost the answer to be told
	// of it.
	answerable = 24 * time.Hour
)

// Begin stores i unless an intent for the same Scope and Match is pending.
func (st *sqlStore) Begin(ctx context.Context, i Intent) (Intent, error) {
	i.Lease = cmp.Or(i.Lease, defaultLease)
	for range maxRounds {
		answer, settled, err := st.begin(ctx, i)
		if settled || err != nil {
			return answer, failed("begin", err)
		}
	}
	return Intent{}, failed("begin", overtaken(nil))
}

// begin is one round of Begin. Each of its writes is one statement that does nothing when another replica was
// faster; then nothing is settled, and the next round sees what that one did.
func (st *sqlStore) begin(ctx context.Context, i Intent) (answer Intent, settled bool, err error) {
	if won, err := st.propose(ctx, &i); won || err != nil {
		return i, won, err
	}
	other, until, err := st.pending(ctx, i)
	if other.ID == "" || err != nil {
		return Intent{}, false, err
	}
	if left := until.Sub(st.clock()); left > 0 {
		other.Lease = left
		return other, true, nil
	}
	other.Lapsed = until
	won, err := st.takeOver(ctx, i, &other)
	return other, won, err
}

// propose stores i as a new intent.
func (st *sqlStore) propose(ctx context.Context, i *Intent) (won bool, err error) {
	i.ID, i.Attempt, i.Mine, i.Resumed = uuid.NewString(), 1, true, false
	columns := []string{
		"id", "namespace", "type", "match_digest", "payload", "attempt", "leased_until", "link_id", "created", "completed",
	}
	db := st.db
	if i.Relaxed {
		db = st.relaxed
	}
	n, err := st.exec(ctx, db, st.dialect.InsertIfAbsent("correlation_intents", columns, 1),
		i.ID, i.Scope.namespace(), i.Scope.Type, digest(i.Match), i.Payload, i.Attempt, st.until(i.Lease), "", st.now(), 0)
	return n == 1, err
}

// pending reads the intent that is under way for the same Scope and Match; it has no ID when there is none any more.
func (st *sqlStore) pending(ctx context.Context, i Intent) (other Intent, until time.Time, err error) {
	rows, err := st.db.Query(ctx, st.bind(`SELECT id, payload, attempt, leased_until, link_id FROM correlation_intents
		WHERE namespace = ? AND type = ? AND match_digest = ? AND completed = 0`),
		i.Scope.namespace(), i.Scope.Type, digest(i.Match))
	if err != nil {
		return Intent{}, time.Time{}, err
	}
	other = Intent{Scope: i.Scope, Match: i.Match}
	err = rows.Each(func(scan func(...any) error) error {
		var ms int64
		err := scan(&other.ID, &other.Payload, &other.Attempt, &ms, &other.Left)
		until = time.UnixMilli(ms)
		return err
	})
	return other, until, err
}

// takeOver makes other ours, unless somebody went on with it or settled it since it was read. The answer keeps the earlier
// attempt's payload, so that the caller can tell a retry from another request.
func (st *sqlStore) takeOver(ctx context.Context, i Intent, other *Intent) (won bool, err error) {
	n, err := st.exec(ctx, st.db, st.bind(`UPDATE correlation_intents SET attempt = ?, payload = ?, leased_until = ?
		WHERE id = ? AND attempt = ? AND completed = 0 AND link_id = ?`),
		other.Attempt+1, i.Payload, st.until(i.Lease), other.ID, other.Attempt, other.Left)
	other.Attempt++
	other.Lease, other.Mine, other.Resumed = i.Lease, true, true
	return n == 1, err
}

// until is when a lease that begins now runs out, as the tables hold it.
func (st *sqlStore) until(lease time.Duration) int64 { return st.clock().Add(lease).UnixMilli() }

// Confirm changes i, so that the disk has it: a database does not commit what is no change. An intent that is lost
// already cannot be confirmed.
func (st *sqlStore) Confirm(ctx context.Context, i Intent) error {
	if !i.Relaxed || st.relaxed == st.db {
		return nil
	}
	n, err := st.exec(ctx, st.db, st.bind(`UPDATE correlation_intents SET leased_until = leased_until + 1 WHERE id = ?`), i.ID)
	if err == nil && n == 0 {
		err = connectors.Errorf(connectors.Unavailable, "", "the intent is lost")
	}
	return failed("confirm", err)
}

// complete ends i with its answer. Whoever took i over in the meantime finds the same record, so it is complete for
// them too.
func (st *sqlStore) complete(ctx context.Context, tx *sqldb.Tx, i Intent, l Link) error {
	_, err := tx.Exec(ctx, st.bind(`UPDATE correlation_intents SET completed = ?, link_id = ?, payload = '' WHERE id = ? AND completed = 0`), st.now(), l.ID, i.ID)
	return err
}

// Abandon removes an intent unless somebody else took it over.
func (st *sqlStore) Abandon(ctx context.Context, i Intent) error {
	_, err := st.exec(ctx, st.db, st.bind(`DELETE FROM correlation_intents WHERE id = ? AND attempt = ? AND completed = 0`), i.ID, i.Attempt)
	return failed("abandon", err)
}
