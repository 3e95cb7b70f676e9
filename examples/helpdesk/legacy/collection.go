package legacy

// Row is a record or a row: nil, string, int64, float64, json.Number (decimals), bool and time.Time (days and instants)
// by the names of its fields.
type Row map[string]any

// Collection is records of one kind.
type Collection struct {
	Name   string // of the collection in paths: agents
	One    string // of a record in bodies: agent
	Fields []Field
	Key    []string   // empty: rows without a key, which can only be listed and added
	Unique [][]string // fields whose values no two records share; those with an empty one are not compared
	Subs   []Sub
	// Actions change what no other call can.
	Actions  []Action
	Hidden   bool // has no path of its own: its rows are seen under other records
	ReadOnly bool // can be listed and read, and its rows are written under other records

	// Find are fields that ?field=value narrows a list by, and those that are no text by ?field=1,2,3. Other parameters
	// are passed over in silence.
	Find   []string
	Ranges []string // fields that ?field_from= and ?field_to= narrow a list by, both inclusive
	Search []string // fields that ?q= looks into, for a part of their text in any letter case
	Sort   []string // fields that ?sort=field and ?sort=-field order a list by; else the key does
	Usual  Row      // what a list is narrowed to where its query does not name these fields; ?field= is all of them
	ByIDs  bool     // ?ids=1,2,3 narrows a list to these keys, which have one part and no comma
}

// Field is one field of the records.
type Field struct {
	Name      string
	Type      Type
	Max       int      // longest text in characters; 0: unbounded
	Pattern   string   // regular expression that all of a text matches
	OneOf     []string // texts that it may have; empty: any
	Refers    string   // a collection with a key of one part, one of whose records it names as long as it is there
	Required  bool     // refuses an empty value
	Generated bool     // an integer that counts up where a new record has none
	Default   any      // of new records that say nothing
	AnyCase   bool     // text is compared without regard to letter case
	ReadOnly  bool     // what callers send is passed over
	WriteOnly bool     // never in an answer; stays when a record is replaced
	Stamp     Stamp
	Detail    bool // not in lists
}

// Stamp says that a field is the instant of something.
type Stamp int

// The stamps.
const (
	NoStamp Stamp = iota
	Created
	Changed
)

// Sub is rows that belong to a record: rows of another collection whose fields By have the values of the record's. With
// a Member they are links, which name one record of another kind, and else rows with keys of their own.
type Sub struct {
	Name   string            // in paths; of an inline list, in bodies
	One    string            // of a row in bodies
	Of     string            // the collection of the rows
	By     map[string]string // their field: the record's
	Member string            // their field that names another record
	Target string            // the collection that Member names a record of; empty: it is not checked
	Show   map[string]string // what links show of the target: the name it is shown by: the target's field

	Inline   bool // a list inside the record, read and rewritten with it, instead of a path
	Bare     bool // the list holds the members alone, not rows
	Detail   bool // an inline list that lists of records lack
	ReadOnly bool
	Whole    bool // links are only read and replaced as a whole
	Paged    bool // links come in pages, as records do
	Cascade  bool // the rows go when their record goes
}

// Action is a call that sets fields: POST /agents/7/lock.
type Action struct {
	Name string
	Set  map[string]any
}
