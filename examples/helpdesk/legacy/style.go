package legacy

import "time"

// Style is how an application speaks. The zero Style has JSON bodies, no paging, no totals, changes by PATCH, answers
// writes with the record and errors with a status, and lets everybody in.
type Style struct {
	Prefix string // before every path: /api
	Body   Body
	Wrap   bool   // a record in a body is the member named One of an object; XML has it as its root anyway
	Under  string // the member of a list's body that holds the records; empty: the body is the list. XML: the root is Name
	Paging Paging
	Size   int // of a page, unless asked for; 0: 25
	Max    int // the largest page, whatever is asked for; 0: 100
	Total  Total
	Update Update
	Answer Answer

	ErrorsIn200 bool // an error is an answer like others, whose body tells
	Duplicate   int  // the status of a duplicate; 0: 409
	Again       int  // the status where a member is added who is there; 0: 200
	Absent      int  // the status where a member is removed who is not there; 0: 404

	EmptyIsNull bool // an empty text that is sent is no value; in forms it never is, nor for what is no text
	ETags       bool // single records and whole lists of links have an ETag, and If-Match is obeyed
	Idempotency bool // a create that comes again with the same Idempotency-Key gets the first answer
	Auth        Auth
	Now         func() time.Time // nil: time.Now
}

// Body is the notation of bodies.
type Body int

// The notations.
const (
	JSON Body = iota
	Form      // of requests; answers are JSON
	XML
)

// Paging is how the parts of a long list are asked for.
type Paging int

// The kinds of paging.
const (
	Unpaged Paging = iota
	Pages          // ?page=1&per_page=25
	Offsets        // ?offset=0&limit=25
	Cursors        // ?cursor=…&limit=25; the next cursor is meta.next of the body
	Links          // ?after=…&limit=25; the next page is the Link header with rel="next"
)

// Total is where a list says how many there are.
type Total int

// The places of totals.
const (
	NoTotal       Total = iota
	TotalInBody         // meta.total
	TotalInHeader       // X-Total-Count
)

// Update is how a record is changed.
type Update int

// The ways to change a record.
const (
	Patch Update = iota // PATCH: the fields that are given
	Put                 // PUT: the whole record; what is not given is emptied
	Post                // POST to the record: the fields that are given
)

// Answer is what a write is answered with.
type Answer int

// The answers to writes.
const (
	TheRecord    Answer = iota // 201 or 200, and the record
	LocationOnly               // a create 201 with a Location and no body, other writes 204
	Nothing                    // 204: not even a create says which record it made
)
