package gateway

import (
	"time"

	"github.com/scimgate/scimgate/mappings"
)

// Runtime is everything one configuration serves: immutable. A request takes one and keeps it to its end.
type Runtime struct {
	Apps map[string]*App // by name
}

// App is one legacy application, served under Path.
type App struct {
	Name      string
	Path      string               // "/hr/scim/v2"
	Endpoints map[string]*Endpoint // by resource type name
	Limits    Limits
	mappings.Settings
}

// Limits bound what one request may cost.
type Limits struct {
	DefaultCount int // page size when count is not given
	MaxCount     int // largest page
	ScanRows     int // records read to evaluate a residual filter or sort
	Operations   int // per PATCH
	Elements     int // values of multi-valued attributes, members for example, in one request; 0: any number

	Patience time.Duration // how long a write waits for another of the same account; 0: not at all

	CursorTimeout  time.Duration // how long a cursor is good for; 0: there are none
	BulkOperations int           // per bulk request; 0: there are none
	BulkPayload    int           // bytes of a bulk request
}
