package connectors

import "github.com/scimgate/scimgate/internal/fold"

// Predicate is a condition over one record: And, Or, Not, Leaf, In or Any. It is two-valued: an empty field
// makes a Leaf true or false, never unknown. Match is its meaning.
type Predicate interface{ predicate() }

type (
	// And holds when every term does; with no terms it always holds.
	And []Predicate
	// Or holds when any term does; with no terms it never holds.
	Or []Predicate
	// Not negates.
	Not struct{ Term Predicate }
	// Leaf compares one field with one value. Fold applies to text; an Unset one is None.
	Leaf struct {
		Field string
		Op    Op
		Value Value
		Fold  fold.Kind
	}
	// In holds when the field equals one of the values, compared as Eq without folding.
	In struct {
		Field  string
		Values []Value
	}
	// Any holds when at least one visible row of the relation satisfies Where, whose fields are the row's.
	Any struct {
		Relation string
		Where    Predicate
	}
)

func (And) predicate()  {}
func (Or) predicate()   {}
func (Not) predicate()  {}
func (Leaf) predicate() {}
func (In) predicate()   {}
func (Any) predicate()  {}

// Op is a comparison. Eq nil holds for an empty field; Ne holds for an empty field unless the value is nil; all
// others fail on an empty field.
type Op string

const (
	Eq Op = "eq"
	Ne Op = "ne"
	Co Op = "co" // contains; text only, as Sw and Ew
	Sw Op = "sw" // starts with
	Ew Op = "ew" // ends with
	Gt Op = "gt"
	Ge Op = "ge"
	Lt Op = "lt"
	Le Op = "le"
	Pr Op = "pr" // has a value
)

// Ops lists every operator.
var Ops = []Op{Eq, Ne, Co, Sw, Ew, Gt, Ge, Lt, Le, Pr}
