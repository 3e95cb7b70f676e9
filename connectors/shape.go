package connectors

import "github.com/scimgate/scimgate/internal/fold"

// Push is how well an entity evaluates a predicate itself.
type Push int

const (
	No       Push = iota // it cannot
	Superset             // it selects at least the records meant by Match
	Exact                // it selects exactly them
)

func (p Push) String() string { return [...]string{"no", "superset", "exact"}[p] }

// Field describes one native field.
type Field struct {
	Type     Type
	Nullable bool
	Max      int  // longest text in characters; 0: unbounded or unknown
	Required bool // a new record needs a value of it: it is not nullable, and nothing but a client can give it one
	// Distinct says that the application itself refuses a second record whose value equals under this fold,
	// among those that are not gone; empty: it does not, or nobody knows.
	Distinct  fold.Kind
	Fold      fold.Kind // how text compares unless a rule says otherwise
	Once      bool      // it can be given to a new record and is not changed afterwards: that is Invalid
	WriteOnly bool      // it can be set and not read: a Need of it is Unsupported
	ReadOnly  bool      // generated or computed by the application, or of a join that is no lookup: writing it is Invalid
}

// RelationShape describes the rows of one relation.
type RelationShape struct {
	Fields map[string]Field
	Unique bool // the application itself refuses two rows of one identity
	Large  bool // the rows are streamed and never in a Record
}

// Shape is what an entity holds and what it can answer: constant, and without I/O.
type Shape struct {
	Fields    map[string]Field // Spec.Fields and "alias.field" of joins
	Relations map[string]RelationShape
	// Push answers for one leaf over an own or joined field, and PushRow for one inside Any. Connectives
	// follow: and, or and Any are as good as their worst term, not needs Exact.
	Push    func(Leaf) Push
	PushRow func(relation string, l Leaf) Push
	Sort    func(field string) bool
	Total   bool // can count
	Tells   bool // where it can count, it does so with any page that it answers
	After   bool // can continue behind a Page.Next
	// OwnKey are the fields of the key where the application gives every new record a key that none had before, unless a
	// write names one; empty: it does not, or nobody knows.
	OwnKey []string
	// Each says that a read may make calls for each record that it reads, where the application has none for many.
	Each bool
}
