package sql

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// editFailure carries an edit's own error through the transaction, unseen by whoever decides about running it again.
type editFailure struct{ err error }

func (f editFailure) Error() string { return f.err.Error() }

// failure is an error as the contract wants it: the edit's own and the context's as they are, all others with what was
// tried and the field at fault.
func (e *entity) failure(verb string, err error) error {
	if err == nil {
		return nil
	}
	if own, ok := errors.AsType[editFailure](err); ok {
		return own.err
	}
	known, ok := errors.AsType[*connectors.Error](err)
	if !ok {
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		known = &connectors.Error{Kind: connectors.Internal, Err: err}
	}
	out := *known
	out.Op = verb + " " + e.spec.Entity
	if fault, ok := errors.AsType[*sqldb.Fault](err); ok && out.Field == "" {
		out.Field = e.fieldAtFault(fault)
	}
	return &out
}

// fieldAtFault names the field that a violated constraint is about: of several the first.
func (e *entity) fieldAtFault(f *sqldb.Fault) string {
	if name := e.root.table.atFault(f); name != "" {
		return name
	}
	for name, r := range e.relations {
		if column := r.frame.table.atFault(f); column != "" {
			return name + "/" + column
		}
	}
	return ""
}

// atFault finds the column by what the database tells: the table and columns, or the name of an index.
func (t *table) atFault(f *sqldb.Fault) string {
	if len(f.Columns) > 0 && (f.Table == t.name || f.Table == t.base()) && t.columns[f.Columns[0]] != nil {
		return f.Columns[0]
	}
	if f.Constraint == "" {
		return ""
	}
	i := slices.IndexFunc(t.indexes, func(i index) bool { return i.name == f.Constraint })
	if i < 0 || len(t.indexes[i].columns) == 0 {
		return ""
	}
	return t.indexes[i].columns[0]
}

func bytesOf(text string) (connectors.Value, error) {
	raw, err := hex.DecodeString(text)
	return raw, err
}
