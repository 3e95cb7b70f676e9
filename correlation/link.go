package correlation

import (
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// Identity says where a SCIM id comes from.
type Identity string

const (
	Derived Identity = "derived" // a UUIDv5 of namespace, type and the native key at first sight
	ByKey   Identity = "key"     // the native key is the id
	// ByField says that the application keeps the id. A link whose key is its own id is that of a record that has one;
	// a record that has none yet gets a derived one until it does.
	ByField Identity = "field"
	Stored  Identity = "store" // a random UUID, which nothing but the store knows
)

// Scope is one resource type at one app.
type Scope struct {
	App, Type string
	// Namespace seeds derived ids; it defaults to App and outlives a change of the app's name.
	Namespace string
	Identity  Identity
	// Domain is whose externalIds are meant: those of one client or of several that share them; empty: the app's own.
	Domain string
}

// Link ties an id to a native key.
type Link struct {
	ID         string
	Key        connectors.Key
	ExternalID string // what the scope's Domain calls it, where the application has no field for that
	Claimed    bool   // created, adopted or imported through the gateway; merely seen is not claimed
	Buried     bool   // deleted; the id is never given to anybody else
	// Check is a digest of the record's match values when the link was last verified, empty when unknown. It
	// lives in the cache alone: whoever used a Cached link compares it with the record it led to.
	Check  string
	Cached bool // answered by the cache, which tells ID, Key and Check alone; see Durable
}

// Intent is a create (or a change of a match attribute) under way. The pair of Scope and Match is unique among
// the pending ones, over all replicas.
type Intent struct {
	ID    string // chosen by the store; offered to the application as idempotency key
	Scope Scope
	Match string // canonical text of the match values
	// Payload is what whoever goes on with it, or settles it, has to know. It is forgotten once that is over.
	Payload string
	// Relaxed says that this intent may be lost with the power until Confirm: whoever creates the same record
	// meanwhile is refused by the application itself, finds it and may adopt it.
	Relaxed bool
	Lease   time.Duration // how long it keeps others away; an answer that is not Mine: how long it still will
	Attempt int           // counts those who went on with it; chosen by the store
	// Born is said to Bind by whoever created the record: when that began. A link that holds the record's key and
	// is older belongs to a record that is gone without our knowing; it is buried.
	Born time.Time
	// Mine reports, in an answer of Begin, whether the caller may go on. Resumed is set when an earlier attempt
	// of unknown outcome was taken over: what it may have created is ours, and Payload is that attempt's.
	Mine, Resumed bool
	// Lapsed is, in an answer, when the lease of whoever had it before ran out; zero for one that has not.
	Lapsed time.Time
	// Left is, in an answer, the id of the record that an earlier attempt left behind, where that is known: see Settle.
	Left string
}
