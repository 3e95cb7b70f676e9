package connectors

import (
	"context"
	"io"
	"iter"

	"github.com/scimgate/scimgate/internal/diag"
)

// Connector is an open connection to one application. It is safe for concurrent use.
type Connector interface {
	// Open checks s against the live application and returns the entity it describes. Findings keep the
	// positions of the app file where s has them; an entity comes back unless a finding is an error.
	Open(ctx context.Context, s Spec) (Entity, diag.List)
	// Ping reports whether the application answers now.
	Ping(ctx context.Context) error
	io.Closer
}

// Entity reads and writes the records of one Spec. It is safe for concurrent use. Every error is an *Error,
// a context's error, or what an Edit returned. What is in force today follows from Instant of the context.
type Entity interface {
	// Shape is what the entity holds and what it can answer: constant, without I/O.
	Shape() Shape
	// Get reads the records with these keys in a number of calls that does not depend on how many there are.
	// A key that is missing, gone or out of scope is absent from the answer; that is no error. So is one that
	// EncodeKey would not have made for this entity, such as "007" for the number 7.
	Get(ctx context.Context, keys []Key, n Need) (map[Key]Record, error)
	// List answers q in a total order that ends with the key. What lies outside Shape is Unsupported.
	List(ctx context.Context, q Query) (Page, error)
	// Rows streams one relation, large or not, of many owners in one call: all of its fields, ordered by owner
	// key and row key as the application orders them, beginning behind the row `after`, which is for just one
	// owner, is not there any more perhaps, and is Invalid if it can be no row's key. An owner that Get would not find has no rows. An error ends the sequence.
	Rows(ctx context.Context, relation string, of []Key, after Key) iter.Seq2[OwnedRow, error]
	// Create inserts one record, all of it or nothing, and answers with its key, its version and what it knows
	// of Change.Answer; Get reads the rest. Conflict names the field that is taken; OutcomeUnknown says that nobody can tell whether the record
	// is there.
	Create(ctx context.Context, c Change) (Record, error)
	// Update reads n of the record, calls edit and writes what it returns, in one transaction or lease, and
	// returns n as it is afterwards, under its new key if a key field was written. NotFound when there is no
	// such record (gone and out of scope included), Protected when it may not be written, both before edit is
	// called; else edit's own error. Updates of one record happen one after the other.
	Update(ctx context.Context, k Key, n Need, edit Edit) (Record, error)
	// Delete does the same and then removes the record together with the rows of its relations, those with
	// hidden targets too, but not of ReadOnly ones; where Spec.Keep says so it writes the edit's change alone,
	// and Gone hides the record from then on. Deleted twice is NotFound.
	Delete(ctx context.Context, k Key, n Need, edit Edit) error
}

// Edit computes a change from the current record. It is pure and may run again, after a deadlock for example.
// An error aborts and is returned as it is. A zero Change writes nothing, and neither does one that sets what is
// there already.
type Edit func(cur Record) (Change, error)
