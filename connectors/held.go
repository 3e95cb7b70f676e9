package connectors

// The fields of a record that is a value.
const (
	ValueField = "value" // the value itself, which is the key
	LabelField = "label" // what people call it: text, or without Values.List the value again
)

// Values makes records out of the values of one field of an entity, where there is no table of them: roles that are
// a column of the users. The records have the fields ValueField and LabelField, which are read only, and they can
// have relations; Create and Delete are Unsupported.
type Values struct {
	Field string
	List  []Listed  // the values there are; empty: those that rows have
	Where Predicate // without List, which rows count
}

// Listed is one value of a list. Value is converted to the type of the field.
type Listed struct {
	Value Value
	Label string
}

// Held says that the rows of a relation are records of their own: users who have a role in a column, or who are in
// the one department that a column names. By has one field. A row is added by giving this field the owner's value,
// whoever it belonged to before, and removed by giving it Empty; no row is ever inserted, deleted or filled. Only rows
// that Where selects can be seen, added and removed: to add another one is Invalid, and a Delete of the owner leaves
// it alone. To remove a row is Invalid too where Empty is nil and the field must have a value. An Update of rows is
// Unsupported.
type Held struct {
	Empty   Value             // of a row that belongs to nobody
	Protect Predicate         // rows that may not be moved, which is Protected; about their own fields
	Stamp   map[string]Source // what rides along with a move
	// After follows the move of each row, once for each; only its Native counts. Its parameters are fields of the row,
	// and of Joins, which are read for it alone.
	After []Effect
	Joins []Join
}
