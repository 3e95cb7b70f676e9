package sqldb

import (
	"context"
	"database/sql"
	"sync"
)

// maxStmts bounds how many statements stay prepared. Texts come from app files, so there are few; a long tail of
// lengths of IN lists is sent unprepared.
const maxStmts = 256

// stmts keeps statements prepared for drivers that do not. database/sql prepares each on every connection as needed.
type stmts struct {
	pool *sql.DB
	on   bool
	mu   sync.RWMutex
	kept map[string]*sql.Stmt
}

func newStmts(pool *sql.DB, on bool) *stmts {
	return &stmts{pool: pool, on: on, kept: map[string]*sql.Stmt{}}
}

func (s *stmts) exec(ctx context.Context, tx *sql.Tx, text string, args []any) (sql.Result, error) {
	st, err := s.get(ctx, text)
	switch {
	case err != nil:
		return nil, err
	case st != nil && tx != nil:
		return tx.StmtContext(ctx, st).ExecContext(ctx, args...)
	case st != nil:
		return st.ExecContext(ctx, args...)
	case tx != nil:
		return tx.ExecContext(ctx, text, args...)
	}
	return s.pool.ExecContext(ctx, text, args...)
}

func (s *stmts) query(ctx context.Context, tx *sql.Tx, text string, args []any) (*sql.Rows, error) {
	st, err := s.get(ctx, text)
	switch {
	case err != nil:
		return nil, err
	case st != nil && tx != nil:
		return tx.StmtContext(ctx, st).QueryContext(ctx, args...)
	case st != nil:
		return st.QueryContext(ctx, args...)
	case tx != nil:
		return tx.QueryContext(ctx, text, args...)
	}
	return s.pool.QueryContext(ctx, text, args...)
}

// get is the prepared statement of text; nil when it is to be sent as it is.
func (s *stmts) get(ctx context.Context, text string) (*sql.Stmt, error) {
	if !s.on {
		return nil, nil
	}
	s.mu.RLock()
	st, full := s.kept[text], len(s.kept) >= maxStmts
	s.mu.RUnlock()
	if st != nil || full {
		return st, nil
	}
	st, err := s.pool.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if other := s.kept[text]; other != nil {
		_ = st.Close()
		return other, nil
	}
	s.kept[text] = st
	return st, nil
}

func (s *stmts) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, st := range s.kept {
		_ = st.Close()
	}
	clear(s.kept)
}
