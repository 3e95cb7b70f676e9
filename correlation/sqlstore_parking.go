package correlation

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// Park makes room for what is asked for anew, inserts what is new, and lets the rest expire later.
func (st *sqlStore) Park(ctx context.Context, s Scope, refs []Parked, until time.Time) ([]Parked, error) {
	now, end := st.now(), until.UnixMilli()
	kept := slices.Clone(refs)
	for i, p := range kept {
		kept[i].Ref, kept[i].Type = p.ref(s), s.Type
	}
	return kept, failed("park", st.tx(ctx, st.db, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := st.execEach(ctx, tx, s, refs, `DELETE FROM correlation_parked WHERE expires <= ?`, now)
		if err == nil {
			err = st.insertParked(ctx, tx, s, refs, end)
		}
		if err == nil {
			_, err = st.execEach(ctx, tx, s, refs, `UPDATE correlation_parked SET expires = ? WHERE expires < ?`, end, end)
		}
		return err
	}))
}

func (st *sqlStore) insertParked(ctx context.Context, tx *sqldb.Tx, s Scope, refs []Parked, end int64) error {
	columns := []string{
		"namespace", "ref", "type", "owner_id", "part", "target_id", "target_digest", "since", "expires", "taken_until", "token",
	}
	for part := range slices.Chunk(refs, st.db.Dialect.MaxArgs()/len(columns)) {
		args := make([]any, 0, len(part)*len(columns))
		for _, p := range part {
			if len(p.Owner) > maxKey {
				return connectors.Errorf(connectors.Unavailable, "", "an id has more than %d bytes", maxKey)
			}
			args = append(args, s.namespace(), p.ref(s), s.Type, p.Owner, []byte(p.Part), []byte(p.ID), digest(p.ID), st.now(), end, 0, "")
		}
		if _, err := tx.Exec(ctx, st.dialect.InsertIfAbsent("correlation_parked", columns, len(part)), args...); err != nil {
			return err
		}
	}
	return nil
}

// ref names a reference: the same one always has the same name.
func (p Parked) ref(s Scope) string {
	if p.Ref != "" {
		return p.Ref
	}
	return digest(digest(s.Type) + digest(p.Owner) + digest(p.Part) + digest(p.ID))
}

// execEach sends a statement about the rows of refs, in as few parts as one can bind. It ends with a condition.
func (st *sqlStore) execEach(ctx context.Context, q sqldb.Querier, s Scope, refs []Parked, text string, args ...any) (int64, error) {
	names := make([]string, len(refs))
	for i, p := range refs {
		names[i] = p.ref(s)
	}
	var touched int64
	for part := range slices.Chunk(names, maxList) {
		in, values := list(part)
		n, err := q.Exec(ctx, st.bind(text+` AND namespace = ? AND ref IN `+in), slices.Concat(args, []any{s.namespace()}, values)...)
		if err != nil {
			return touched, err
		}
		touched += n
	}
	return touched, nil
}

// ParkedAt finds what is kept for one resource.
func (st *sqlStore) ParkedAt(ctx context.Context, s Scope, owner string) ([]Parked, error) {
	return st.parkedWhere(ctx, "parked at", s, `type = ? AND owner_id = ? AND expires > ? ORDER BY since, ref`, s.Type, owner, st.now())
}

// Awaiting finds what waits for an id.
func (st *sqlStore) Awaiting(ctx context.Context, s Scope, id string) ([]Parked, error) {
	return st.parkedWhere(ctx, "awaiting", s, `target_digest = ? AND expires > ? ORDER BY since, ref`, digest(id), st.now())
}

// AllParked pages by ref.
func (st *sqlStore) AllParked(ctx context.Context, s Scope, after string, limit int) ([]Parked, error) {
	return st.parkedWhere(ctx, "all parked", s, `type = ? AND ref > ? ORDER BY ref LIMIT ?`, s.Type, after, limit)
}

func (st *sqlStore) parkedWhere(ctx context.Context, op string, s Scope, where string, args ...any) ([]Parked, error) {
	rows, err := st.db.Query(ctx, st.bind(`SELECT ref, type, owner_id, part, target_id, since, expires FROM correlation_parked WHERE namespace = ? AND `+where),
		append([]any{s.namespace()}, args...)...)
	if err != nil {
		return nil, failed(op, err)
	}
	var found []Parked
	err = rows.Each(func(scan func(...any) error) error {
		var p Parked
		var part, id []byte
		var since, expires int64
		err := scan(&p.Ref, &p.Type, &p.Owner, &part, &id, &since, &expires)
		p.Part, p.ID, p.Since, p.Expires = string(part), string(id), time.UnixMilli(since), time.UnixMilli(expires)
		found = append(found, p)
		return err
	})
	return found, failed(op, err)
}

// Take writes a token into the rows that are nobody's, and reads which these were where it was not all of them.
func (st *sqlStore) Take(ctx context.Context, s Scope, refs []Parked, lease time.Duration) ([]Parked, error) {
	token, now := uuid.NewString(), st.now()
	n, err := st.writeEach(ctx, s, refs, `UPDATE correlation_parked SET taken_until = ?, token = ? WHERE taken_until <= ?`, st.until(lease), token, now)
	if n == 0 || err != nil {
		return nil, failed("take", err)
	}
	taken := slices.Clone(refs)
	for i := range taken {
		taken[i].token = token
	}
	if int(n) == len(refs) {
		return taken, nil
	}
	mine := map[string]bool{}
	rows, err := st.db.Query(ctx, st.bind(`SELECT ref FROM correlation_parked WHERE namespace = ? AND token = ?`), s.namespace(), token)
	if err != nil {
		return nil, failed("take", err)
	}
	err = rows.Each(func(scan func(...any) error) error {
		var ref string
		err := scan(&ref)
		mine[ref] = true
		return err
	})
	return slices.DeleteFunc(taken, func(p Parked) bool { return !mine[p.Ref] }), failed("take", err)
}

// Unpark deletes rows that still have the caller's token.
func (st *sqlStore) Unpark(ctx context.Context, s Scope, taken []Parked) error {
	return failed("unpark", st.withToken(ctx, s, taken, `DELETE FROM correlation_parked WHERE token = ?`))
}

// Return takes the caller's token out of rows.
func (st *sqlStore) Return(ctx context.Context, s Scope, taken []Parked) error {
	return failed("return", st.withToken(ctx, s, taken, `UPDATE correlation_parked SET taken_until = 0, token = '' WHERE token = ?`))
}

// withToken sends a statement about the rows of each token.
func (st *sqlStore) withToken(ctx context.Context, s Scope, taken []Parked, text string) error {
	tokens := map[string][]Parked{}
	for _, p := range taken {
		tokens[p.token] = append(tokens[p.token], p)
	}
	for token, refs := range tokens {
		if _, err := st.writeEach(ctx, s, refs, text, token); err != nil {
			return err
		}
	}
	return nil
}

// writeEach is execEach in the turn of a writer.
func (st *sqlStore) writeEach(ctx context.Context, s Scope, refs []Parked, text string, args ...any) (int64, error) {
	end, err := st.turn(ctx)
	if err != nil {
		return 0, err
	}
	defer end()
	return st.execEach(ctx, st.db, s, refs, text, args...)
}

// Expire deletes rows that are past their end.
func (st *sqlStore) Expire(ctx context.Context, s Scope) (int, error) {
	now := st.now()
	n, err := st.exec(ctx, st.db, st.bind(`DELETE FROM correlation_parked WHERE namespace = ? AND type = ? AND expires <= ? AND taken_until <= ?`),
		s.namespace(), s.Type, now, now)
	return int(n), failed("expire", err)
}
