package correlation

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/scimgate/scimgate/internal/sqldb"
)

// A lease is a row that stays when it ends, so that tokens grow. One that ended long ago goes all the same: the first
// token of a name is the time.

// Hold takes a lease in one round trip, where the database can say what it wrote.
func (st *sqlStore) Hold(ctx context.Context, s Scope, name string, d time.Duration) (Lease, error) {
	for range maxRounds {
		l := Lease{Scope: s, Name: name}
		settled, err := st.hold(ctx, &l, d)
		if settled || err != nil {
			return l, failed("hold a lease", err)
		}
	}
	return Lease{}, failed("hold a lease", overtaken(nil))
}

// hold is one round of Hold. Each of its writes does nothing when another replica was faster; then nothing is settled.
func (st *sqlStore) hold(ctx context.Context, l *Lease, d time.Duration) (settled bool, err error) {
	if st.dialect.Name() != mysql {
		if err := st.holdAtOnce(ctx, l, d); l.Mine || err != nil {
			return true, err
		}
	}
	now, left, err := st.leased(ctx, l)
	if left > 0 || err != nil {
		l.Wait = left
		return true, err
	}
	if l.Token == 0 {
		l.Token = now
		columns := []string{"namespace", "type", "name_digest", "token", "leased_until"}
		err = st.become(ctx, l, d, st.dialect.InsertIfAbsent("correlation_leases", columns, 1), append(ofLease(l), now, now+d.Milliseconds())...)
	} else {
		l.Token++
		err = st.become(ctx, l, d, st.timed(`UPDATE correlation_leases SET token = ?, leased_until = {now} + ?`+whereLease+` AND token = ?`),
			append(append([]any{l.Token, d.Milliseconds()}, ofLease(l)...), l.Token-1)...)
	}
	return l.Mine, err
}

const whereLease = ` WHERE namespace = ? AND type = ? AND name_digest = ?`

func ofLease(l *Lease) []any { return []any{l.Scope.namespace(), l.Scope.Type, digest(l.Name)} }

// holdAtOnce takes a lease that is free. What a row was to be that is there already is called excluded.
func (st *sqlStore) holdAtOnce(ctx context.Context, l *Lease, d time.Duration) error {
	end, err := st.turn(ctx)
	if err != nil {
		return err
	}
	defer end()
	began := st.clock()
	return st.db.Alone(ctx, func(ctx context.Context, q sqldb.Querier) error {
		rows, err := q.Query(ctx, st.timed(`INSERT INTO correlation_leases (namespace, type, name_digest, token, leased_until)
			VALUES (?, ?, ?, {now}, {now} + ?)
			ON CONFLICT (namespace, type, name_digest) DO UPDATE
			SET token = correlation_leases.token + 1, leased_until = excluded.leased_until
			WHERE correlation_leases.leased_until <= excluded.token RETURNING token`), append(ofLease(l), d.Milliseconds())...)
		if err != nil {
			return err
		}
		return rows.Each(func(scan func(...any) error) error {
			l.Mine, l.Until = true, began.Add(d)
			return scan(&l.Token)
		})
	})
}

// leased reads what the database's clock says, and who holds the lease for how long; l has no token where nobody did.
func (st *sqlStore) leased(ctx context.Context, l *Lease) (now int64, left time.Duration, err error) {
	rows, err := st.db.Query(ctx, st.timed(`SELECT c.instant, COALESCE(held.token, 0), COALESCE(held.leased_until - c.instant, 0)
		FROM (SELECT {now} AS instant) c LEFT JOIN (SELECT token, leased_until FROM correlation_leases`+whereLease+`) held ON 1 = 1`), ofLease(l)...)
	if err != nil {
		return 0, 0, err
	}
	err = rows.Each(func(scan func(...any) error) error {
		var ms int64
		err := scan(&now, &l.Token, &ms)
		left = time.Duration(ms) * time.Millisecond
		return err
	})
	return now, left, err
}

// become makes l ours for d where the statement touches its row.
func (st *sqlStore) become(ctx context.Context, l *Lease, d time.Duration, text string, args ...any) error {
	began := st.clock()
	n, err := st.exec(ctx, st.db, text, args...)
	if l.Mine = n == 1 && err == nil; l.Mine {
		l.Until = began.Add(d)
	}
	return err
}

// Renew makes l last for d from now on, unless it is another's by now.
func (st *sqlStore) Renew(ctx context.Context, l Lease, d time.Duration) (Lease, error) {
	l.Until = time.Time{}
	err := st.become(ctx, &l, d, st.timed(`UPDATE correlation_leases SET leased_until = {now} + ?`+whereLease+` AND token = ?`),
		append(append([]any{d.Milliseconds()}, ofLease(&l)...), l.Token)...)
	return l, failed("renew a lease", err)
}

// Release need not wait for the disk: what is lost with the power ends by itself.
func (st *sqlStore) Release(ctx context.Context, l Lease) error {
	_, err := st.exec(ctx, st.relaxed, st.timed(`UPDATE correlation_leases SET leased_until = {now}`+whereLease+` AND token = ?`),
		append(ofLease(&l), l.Token)...)
	if err == nil {
		err = st.sweepLeases(ctx)
	}
	return failed("release a lease", err)
}

// sweepLeases removes, now and then, the leases that ended more than a day ago.
func (st *sqlStore) sweepLeases(ctx context.Context) error {
	if !st.sweptLeases.due(st.now()) {
		return nil
	}
	_, err := st.exec(ctx, st.relaxed, st.timed(`DELETE FROM correlation_leases WHERE leased_until < {now} - ?`), answerable.Milliseconds())
	return err
}

// timed is bind, with the current time where the text says {now}: that of the database, unless a clock was given.
func (st *sqlStore) timed(text string) string {
	now := st.dialect.Millis()
	if st.given {
		now = strconv.FormatInt(st.now(), 10)
	}
	return st.bind(strings.ReplaceAll(text, "{now}", now))
}
