package sql

import (
	"errors"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// statement is one statement as data: built first, sent afterwards, explained without being sent.
type statement struct {
	text string
	args []any
	into string // the table that it writes, without its schema
}

// blame completes what a database says that calls every primary key by one name.
func (s statement) blame(err error) error {
	if fault, ok := errors.AsType[*sqldb.Fault](err); ok && fault.Constraint == "PRIMARY" && fault.Table == "" {
		fault.Table = s.into
	}
	return err
}

// call shows s as the contract's data.
func (s statement) call() connectors.Call {
	args := make([]connectors.Value, len(s.args))
	for i, a := range s.args {
		args[i] = valueOf(a)
	}
	return connectors.Call{Text: s.text, Args: args}
}

// valueOf is a bound value as a Value: arrays, which have types of their own, as lists.
func valueOf(a any) connectors.Value {
	switch a := a.(type) {
	case []int64:
		return listOf(a)
	case []string:
		return listOf(a)
	case []float64:
		return listOf(a)
	case []bool:
		return listOf(a)
	case []time.Time:
		return listOf(a)
	case [][]byte:
		return listOf(a)
	case sqldb.Out:
		return nil // the answer's
	default:
		return a
	}
}

func listOf[T any](items []T) []any {
	out := make([]any, len(items))
	for i, it := range items {
		out[i] = it
	}
	return out
}

// builder writes a statement from left to right. Text comes from the spec, the schema and this package; every value
// goes through bind.
type builder struct {
	d      dialect
	text   strings.Builder
	args   []any
	into   string
	hint   string    // behind the alias of the next table
	output string    // before the values of an INSERT
	at     time.Time // of the request, for what is in force
}

func newBuilder(d dialect) *builder { return &builder{d: d} }

func (b *builder) write(parts ...string) *builder {
	for _, p := range parts {
		b.text.WriteString(p)
	}
	return b
}

// bind writes the placeholder of a value.
func (b *builder) bind(v any) *builder {
	b.args = append(b.args, v)
	return b.write(b.d.Placeholder(len(b.args)))
}

// truth writes a condition that is always, or never, met.
func (b *builder) truth(v bool) *builder {
	if v {
		return b.write(b.d.grammar().yes)
	}
	return b.write(b.d.grammar().no)
}

// place is the placeholder of a value, to be written next.
func (b *builder) place(v any) string {
	b.args = append(b.args, v)
	return b.d.Placeholder(len(b.args))
}

// bindFor writes the placeholder of an encoded value of c.
func (b *builder) bindFor(c *column, v any) *builder {
	b.args = append(b.args, v)
	return b.write(b.d.param(c, b.d.Placeholder(len(b.args))))
}

// list writes items with a separator between them.
func list[T any](b *builder, separator string, items []T, item func(T)) {
	for i, it := range items {
		if i > 0 {
			b.write(separator)
		}
		item(it)
	}
}

func (b *builder) statement() statement { return statement{b.text.String(), b.args, b.into} }
