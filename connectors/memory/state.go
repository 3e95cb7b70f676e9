package memory

import (
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// state is all tables at one instant. It never changes.
type state struct{ tables map[string]*table }

// draft is the next state under way. It begins with the tables of the last one and copies each that is written.
type draft struct {
	state
	op     string    // for errors
	at     time.Time // of the request
	copied map[string]bool
}

func (s *state) draft(op string, at time.Time) *draft {
	return &draft{state: state{maps.Clone(s.tables)}, op: op, at: at, copied: map[string]bool{}}
}

// table is a table that may be written.
func (d *draft) table(name string) (*table, error) {
	t, ok := d.tables[name]
	if !ok {
		return nil, connectors.Errorf(connectors.Internal, d.op, "there is no table %q", name)
	}
	if !d.copied[name] {
		t, d.copied[name] = t.clone(), true
		d.tables[name] = t
	}
	return t, nil
}

// failed completes an error of a table: with the operation, and with what stands before the column's name in the Spec:
// "phones/" or "person.".
func (d *draft) failed(err error, prefix string) error {
	e, ok := errors.AsType[*connectors.Error](err)
	if !ok {
		return &connectors.Error{Kind: connectors.Internal, Op: d.op, Err: err}
	}
	out := *e
	out.Op = d.op
	if e.Field != "" {
		out.Field = prefix + e.Field
	}
	return &out
}

// invalid is an Invalid error about one field.
func (d *draft) invalid(field, format string, args ...any) error {
	return &connectors.Error{Kind: connectors.Invalid, Op: d.op, Field: field, Err: fmt.Errorf(format, args...)}
}
