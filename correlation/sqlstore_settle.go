package correlation

import (
	"context"
	"time"

	"github.com/scimgate/scimgate/internal/sqldb"
)

// An intent that is settled is pending still, so that it can be taken over. It has a link_id, and its lease ran out when
// it was settled.

// Pending finds the intents of s that are neither complete nor settled.
func (st *sqlStore) Pending(ctx context.Context, s Scope) ([]Intent, error) {
	rows, err := st.db.Query(ctx, st.bind(`SELECT id, payload, attempt, leased_until FROM correlation_intents
		WHERE namespace = ? AND type = ? AND completed = 0 AND link_id = '' ORDER BY id`), s.namespace(), s.Type)
	if err != nil {
		return nil, failed("pending", err)
	}
	var pending []Intent
	err = rows.Each(func(scan func(...any) error) error {
		i := Intent{Scope: s}
		var until int64
		err := scan(&i.ID, &i.Payload, &i.Attempt, &until)
		i.leased(time.UnixMilli(until), st.clock())
		pending = append(pending, i)
		return err
	})
	return pending, failed("pending", err)
}

// leased says how long a lease that ends at until still lasts, or when it ended.
func (i *Intent) leased(until, now time.Time) {
	if i.Lease = max(0, until.Sub(now)); i.Lease == 0 {
		i.Lapsed = until
	}
}

// Settle claims l for what i left behind.
func (st *sqlStore) Settle(ctx context.Context, i Intent, l Link) (settled bool, err error) {
	err = st.tx(ctx, st.db, func(ctx context.Context, tx *sqldb.Tx) error {
		now := st.now()
		n, err := tx.Exec(ctx, st.bind(`UPDATE correlation_intents SET leased_until = ?
			WHERE id = ? AND attempt = ? AND completed = 0 AND link_id = '' AND leased_until <= ?`), now, i.ID, i.Attempt, now)
		if settled = n == 1; !settled || err != nil {
			return err
		}
		bound, err := st.claim(ctx, tx, Intent{Scope: i.Scope}, l)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, st.bind(`UPDATE correlation_intents SET link_id = ? WHERE id = ?`), bound.ID, i.ID)
		return err
	})
	return settled && err == nil, failed("settle", err)
}

// GiveBack undoes that i was taken over, unless somebody else took it over since.
func (st *sqlStore) GiveBack(ctx context.Context, i Intent) error {
	_, err := st.exec(ctx, st.db, st.bind(`UPDATE correlation_intents SET leased_until = ? WHERE id = ? AND attempt = ? AND completed = 0`),
		i.Lapsed.UnixMilli(), i.ID, i.Attempt)
	return failed("give back", err)
}

// Sweep removes the intents that are no longer answerable.
func (st *sqlStore) Sweep(ctx context.Context) error {
	before := st.now() - answerable.Milliseconds()
	_, err := st.exec(ctx, st.relaxed, st.bind(`DELETE FROM correlation_intents WHERE completed > 0 AND completed < ?`), before)
	if err == nil {
		_, err = st.exec(ctx, st.relaxed, st.bind(`DELETE FROM correlation_intents
			WHERE completed = 0 AND link_id <> '' AND leased_until < ?`), before)
	}
	return failed("sweep", err)
}
