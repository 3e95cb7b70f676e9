package connectors

// Query asks for records. Where lies within what Shape.Push does not answer with No; the selected records are a
// superset of what is meant where any leaf is a Superset. A nil Where selects all.
type Query struct {
	Where  Predicate
	Need   Need
	Order  []Order // the key, ascending, is always the last criterion
	Offset int     // from 0; not together with After
	Limit  int     // at most so many records; 0 asks for the total alone
	After  string  // a Page.Next of a query with the same Where and Order; any other text is Invalid
	Total  bool    // also count all that Where selects
	// Bound is how many records of the application may be read to find those asked for, where it cannot select them
	// itself; one more is TooMany. 0: any number.
	Bound int
}

// Order sorts by one field: text by its Field.Fold, empty values last ascending and first descending.
type Order struct {
	Field string
	Desc  bool
}

// Page is one answer to a Query.
type Page struct {
	Records []Record
	Next    string // where the next page begins, if Shape.After; empty on the last page and for Limit 0
	Total   int    // -1: not asked for or not known; Offset, Limit and After do not change it
	Read    int    // records of the application that were read for it, where those are more than Records
}
