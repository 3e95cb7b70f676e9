package sql

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// editFailure carries an edit's own error through the transaction, unseen by whoever decides about running it again.
type editFailure struct{ err error }

func (f editFailure) Error() string { return f.err.Error() }

// failure is an error as the contract wants it, with what was tried and the field at fault.
func (e *entity) failure(verb string, err error) error {
	return e.refusals.explain(failed(verb+" "+e.spec.Entity, err, e.fieldAtFault))
}

// failed leaves the edit's own error and the context's as they are.
func failed(op string, err error, fieldAtFault func(*sqldb.Fault) string) error {
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
	out.Op = op
	if fault, ok := errors.AsType[*sqldb.Fault](err); ok && out.Field == "" && fieldAtFault != nil {
		out.Field = fieldAtFault(fault)
	}
	return &out
}

// fieldAtFault names the field that a violated constraint is about.
func (e *entity) fieldAtFault(f *sqldb.Fault) string {
	if name := e.root.table.atFault(f, e.fields); name != "" {
		return name
	}
	for _, j := range e.root.joins {
		if column := j.frame.table.atFault(f, j.fields); column != "" && j.spec.Missing != "" {
			return j.spec.Alias + "." + column
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.relations)) {
		r := e.relations[name]
		if column := r.frame.table.atFault(f, r.fields); column != "" {
			return name + "/" + column
		}
	}
	return ""
}

// atFault finds the column by what the database tells: columns, with or without their table, or the name of an index.
// Of several columns it is the first that a client can write.
func (t *table) atFault(f *sqldb.Fault, fields map[string]field) string {
	columns := t.violated(f)
	for _, c := range columns {
		if _, ok := fields[c]; ok {
			return c
		}
	}
	if len(columns) > 0 && t.columns[columns[0]] != nil {
		return columns[0]
	}
	return ""
}

// violated are the columns of t that the violated constraint is about; none when it is not about t.
func (t *table) violated(f *sqldb.Fault) []string {
	ours := f.Table == "" || f.Table == t.name || f.Table == t.base()
	if i := slices.IndexFunc(t.indexes, func(i index) bool { return i.name == f.Constraint && f.Constraint != "" && ours }); i >= 0 {
		return t.indexes[i].columns
	}
	if ours {
		return f.Columns
	}
	return nil
}

// reason is what the database says, without what the gateway makes of it.
func reason(err error) error {
	if fault, ok := errors.AsType[*sqldb.Fault](err); ok {
		return fault
	}
	return err
}
