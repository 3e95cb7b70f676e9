package gateway

import (
	"iter"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// View is what a request wants back, and on which conditions.
type View struct {
	schema.Selection
	Base                 string   // absolute URL of the app, for locations: https://host/hr/scim/v2
	IfMatch, IfNoneMatch []string // entity tags; "*" stands for any
	Domain               string   // whose externalIds are meant where the store has them; empty: the app's own
	NoBody               bool     // a write's answer needs no resource
	Plan                 bool     // compute everything, send nothing; the Answer has Calls
	Edge                 *scim.Edge
}

// Answer is one resource. Large attributes stream behind it: each is to be written as the last attributes of the
// resource, and an error in the sequence must break the connection, never close the array.
type Answer struct {
	Resource scim.Resource
	Version  string // entity tag, W/"…"; empty when it was not computed
	Location string
	Large    map[string]iter.Seq2[*scim.Object, error]
	Calls    []connectors.Call // of a plan
	Adopted  bool              // a create that found the account and took it over
	Dropped  []string          // attributes of a write of which nothing was stored, because the app maps none of them
	// NotModified answers an IfNoneMatch.
	NotModified bool
}

// Query asks for a list. Start counts from 1.
type Query struct {
	Filter filter.Expr // bound; nil selects all
	Text   string      // canonical text of Filter
	SortBy schema.Path
	Desc   bool
	Start  int
	Count  int     // negative: as many as the app has by default
	Cursor *string // not nil: the page by cursor, instead of Start; empty for the first (RFC 9865)
	View   View
	exact  bool // Total must not be a guess
}

// List is one page.
type List struct {
	Resources []Answer
	Total     int               // -1: not known, of a page by cursor
	Start     int               // 0 of a page by cursor
	Next      string            // cursor of the next page; empty on the last, and of a page by index
	Calls     []connectors.Call // of a plan
}
