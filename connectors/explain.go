package connectors

import (
	"context"
	"fmt"
	"strings"
)

// Explainer is an Entity that can say which calls an operation would make, without making any of them. Every
// connector builds its calls as data and then sends them, so what is explained is what is sent.
type Explainer interface {
	Explain(ctx context.Context, op Operation) ([]Call, error)
}

// Operation is a use of an Entity as data: GetOp, ListOp, CreateOp, UpdateOp or DeleteOp.
type Operation interface{ operation() }

type (
	// GetOp is a Get.
	GetOp struct {
		Keys []Key
		Need Need
	}
	// ListOp is a List.
	ListOp struct{ Query Query }
	// CreateOp is a Create.
	CreateOp struct{ Change Change }
	// UpdateOp is an Update whose edit returned Change.
	UpdateOp struct {
		Key    Key
		Need   Need
		Change Change
	}
	// DeleteOp is a Delete whose edit returned Change.
	DeleteOp struct {
		Key    Key
		Need   Need
		Change Change
	}
)

func (GetOp) operation()    {}
func (ListOp) operation()   {}
func (CreateOp) operation() {}
func (UpdateOp) operation() {}
func (DeleteOp) operation() {}

// Call is one call to the application: an SQL statement or an HTTP request as text with the values bound beside
// it, never inside.
type Call struct {
	Text string
	Args []Value
}

// String prints the call with its values shown as their types, so that it can be logged.
func (c Call) String() string {
	if len(c.Args) == 0 {
		return c.Text
	}
	kinds := make([]string, len(c.Args))
	for i, a := range c.Args {
		kinds[i] = fmt.Sprintf("%T", a)
	}
	return c.Text + " [" + strings.Join(kinds, ", ") + "]"
}

// As finds the first entity in a chain of decorators that implements T. A decorator has Unwrap() Entity.
func As[T any](e Entity) (T, bool) {
	for e != nil {
		if t, ok := e.(T); ok {
			return t, true
		}
		d, ok := e.(interface{ Unwrap() Entity })
		if !ok {
			break
		}
		e = d.Unwrap()
	}
	var zero T
	return zero, false
}
