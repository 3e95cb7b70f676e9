package connectors

import (
	"time"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
)

// Spec is one resource type's view of the application, compiled from the app file. A connector opens it once and
// then answers only within it. The app file knows no types, so Open converts the values of the predicates here to
// those of their fields, as ConvertPredicate does; one that cannot be converted is a finding. A value of a predicate may
// be an Expr, which every request evaluates at its Instant; see OpenAt. Predicates, Insert, Stamp, By and Identity may
// name any field of their entity, those outside Fields too.
type Spec struct {
	Entity    string   // table or collection
	Values    *Values  // the records are values of a field of Entity, not its rows; nil: its rows
	Key       []string // key fields; empty: the entity's own primary key
	Fields    []string // own fields that the mapping reads or writes; only they enter a Record
	Joins     []Join
	Relations map[string]Relation
	Version   string // own field that holds the application's version of a record; empty: none
	Bump      bool   // Version is a number to which every write of ours adds one; a new record has 1

	// Scope and not Gone are part of every read and write; nil: no bound, nothing is gone. Protect refuses
	// writes with kind Protected; nil: nothing is protected. They may look at joined fields and relations too.
	Scope, Gone, Protect Predicate
	// Keep says that a Delete writes its change and keeps the record, which Gone hides from then on.
	Keep bool

	Insert map[string]Source // what a new record gets when nobody set it
	Stamp  Stamps            // what rides along with a write and is never a reason for one
	Brings []Bring           // rows of other entities that every new record comes with
	After  []Effect          // what follows a change, in the same transaction where there is one

	// At says where in the app file an entity, field ("login"), joined field ("department.name") or relation
	// field ("phones/number", "phones/kind.label") was named, for findings. A missing name falls back to "".
	At map[string]diag.Position
}

// Stamps are values that ride along with a write that changes something, the rows of a relation included, and win
// over what it sets.
type Stamps struct{ Insert, Update map[string]Source }

// Bring is a row of another entity that a new record comes with: inserted behind it and before the rows of relations. A
// Copy in Set takes a field of the record, such as the key that the application has just made. Rows that Go
// are removed with the record: those that hold its key, all of which has to be copied.
type Bring struct {
	Entity string
	Set    map[string]Source
	Go     bool
}

// Effect is a statement of the operator's that follows a change: once for each write that is one of these events, when all
// else of it is done. Its parameters are named :field and bound from the record as it is then, or as it was before a
// delete. An error of it fails the write.
type Effect struct {
	Create, Update, Delete bool
	Fields                 []string // a write that gives one of these fields another value
	Relations              []string // a write that changes the rows of one of these
	Native                 Native
}

// Join attaches at most one record of another entity to each record, as fields "alias.field". On says which of
// their fields equals which of ours; one that equals an empty field joins nothing, and of several records the one with
// the lowest key counts. Ours may be "alias.field" of a join before this one: then all of On is that join's.
//
// A Lookup is a code table: it is never written; to set one of its fields is to point our On fields at the one record
// that holds the value, exactly or, if none does, as Fold compares, and a value that none or several hold is Invalid,
// naming the joined field. Setting nil empties the On fields.
//
// A join with Missing is part of the record and is written with it, in the same transaction; any other is read only,
// and so must be what is joined to it. Its record comes before ours where On are its key and not ours (of two that are
// keys, where theirs is generated), so that ours can hold it; else behind. Values of On flow from the one to the other
// as they become known. A new record brings one of each join with MissingCreate, unless there is one already to which it
// belongs. The Shape says what is Required of it.
type Join struct {
	Alias  string
	Entity string
	On     map[string]string // theirs → ours
	Where  Predicate         // over its own entity; its equalities fill new records
	Fields []string
	Lookup bool
	Fold   fold.Kind // of a Lookup: None or ASCII, which every application can do; empty is None

	Missing Missing           // what a value for a record that is not there does; empty: the join is read only
	Insert  map[string]Source // what a new joined record gets when nobody set it; a Copy is of its own fields, and an Expr sees the instant alone
	Remove  bool              // whoever removes the record removes all that On and Where join to it
	Current *Current          // nil: there is at most one anyway
}

// Missing says what a write does with a value, other than nil, for a joined record that is not there.
type Missing string

const (
	MissingCreate Missing = "create" // makes the record
	MissingRefuse Missing = "refuse" // is Invalid, naming the field
)

// Relation is a bounded or large set of rows that belong to a record. By says which of the rows' fields equals
// which of the record's. Where selects rows by the fields of their own entity, and its equalities fill new ones.
// Identity tells rows of one record apart; where a lookup sets an identity field, a row may be named by the field of
// the lookup instead. Large rows are streamed by Entity.Rows and never enter a Record.
type Relation struct {
	Entity   string
	By       map[string]string // theirs → ours
	Where    Predicate
	Fields   []string // fields of a row, "alias.field" of Joins included
	Joins    []Join   // lookups of the row
	Identity []string
	Order    []string // fields; the row's key is always last
	Large    bool
	ReadOnly bool // the inverse of another type's relation
	Insert   map[string]Source
	// Remove is what a row gets instead of being deleted; Where hides it from then on. Adding a row that was removed so
	// gives one of them what is added and the equalities of Where, and no Insert. A Delete of the owner deletes such
	// rows too.
	Remove map[string]Source
	Target *Target // what the rows refer to, when only rows with a visible target may be seen
	Held   *Held   // the rows are records of their own, which only belong to an owner; nil: they are the owner's
}

// Target is the entity that the rows of a relation refer to. A row whose target is missing, gone or out of scope
// is not visible, is not counted, and survives a Replace. Scope and Gone are about its own fields.
type Target struct {
	Entity      string
	By          map[string]string // theirs → the row's
	Scope, Gone Predicate
	// When says, about the row's own fields, which rows refer to this entity, and Or what the others refer to: a row
	// is visible when one of the targets that are meant is.
	When Predicate // nil: any that has the fields of By
	Or   *Target
}

// Source says where a value comes from that no client gave: Const, Expr, Copy, From or Native.
type Source interface{ source() }

type (
	// Const is the value itself.
	Const struct{ Value Value }
	// Expr computes the value; it is pure. Its error is Internal, naming the field.
	Expr func(Env) (Value, error)
	// Copy takes the value of another field of the same record or row as it is being written.
	Copy struct{ Field string }
	// From reads one field of the one record of another entity that Where selects; none or several are Internal.
	From struct {
		Entity string
		Where  Predicate
		Field  string
	}
	// Next is one more than the greatest number that the field has so far, and Start at least: of all rows, or of
	// those that agree with the new one in the fields Within. It is for new records and rows. A number that
	// somebody else takes meanwhile is no Conflict: the next one is tried.
	Next struct {
		Start  int64
		Within []string
	}
	// Native is the operator's own native expression, such as nextval('s'). No client value is ever inside.
	Native string
)

func (Const) source()  {}
func (Expr) source()   {}
func (Copy) source()   {}
func (From) source()   {}
func (Next) source()   {}
func (Native) source() {}

// Env is what an Expr may look at.
type Env struct {
	Time time.Time // of the request, UTC
	Set  Fields    // what the write sets
}
