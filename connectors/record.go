package connectors

// Fields are native values by native name; a field of a joined entity is "alias.field". An absent name was not
// asked for or not given; nil is an empty value.
type Fields map[string]Value

// Row is one row of a relation. Key is the row's own, so that a change can update it in place: the primary key of
// the relation's entity or, where it has none, the Identity fields.
type Row struct {
	Key    Key
	Fields Fields
}

// OwnedRow is a Row with the key of the record it belongs to.
type OwnedRow struct {
	Owner Key
	Row
}

// Record is one native object. Rows holds the bounded relations that were asked for, each complete: a read that
// could not complete one failed. Version is the application's own version of the record, where Spec.Version
// names one, whatever was asked for; else it is empty.
type Record struct {
	Key     Key
	Version string
	Fields  Fields
	Rows    map[string][]Row
}

// Need says what to read of a record: fields, and fields per relation. An empty Need reads the key only. A field
// or relation outside Shape is Unsupported, and so is a large relation: Entity.Rows streams it.
type Need struct {
	Fields []string
	Rows   map[string][]string
}
