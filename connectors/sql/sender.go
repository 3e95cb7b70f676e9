package sql

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// sender sends statements to a database or transaction, or, without one, only notes them.
type sender struct {
	q     sqldb.Querier
	calls *[]connectors.Call
}

// dry reports whether statements are noted and not sent: a query then answers nothing, and every write succeeds.
func (s sender) dry() bool { return s.q == nil }

func (s sender) note(st statement) {
	*s.calls = append(*s.calls, st.call())
}

func (s sender) exec(ctx context.Context, st statement) (int64, error) {
	if s.dry() {
		s.note(st)
		return 1, nil
	}
	n, err := s.q.Exec(ctx, st.text, st.args...)
	return n, st.blame(err)
}

func (s sender) query(ctx context.Context, st statement, row func(scanner) error) error {
	if s.dry() {
		s.note(st)
		return nil
	}
	rows, err := s.q.Query(ctx, st.text, st.args...)
	if err != nil {
		return err
	}
	return rows.Each(row)
}
