package config

import "time"

const (
	defaultListen    = "127.0.0.1:8080"
	defaultAdmin     = "127.0.0.1:9090"
	defaultStorePath = "scimgate.db"
	defaultTTL       = 15 * time.Minute
)

// Identity providers give up after 60 s: the work ends before that, and the answer still gets out.
var defaultTimeouts = Timeouts{
	ReadHeader: 5 * time.Second,
	Read:       30 * time.Second,
	Write:      65 * time.Second,
	Idle:       90 * time.Second,
	Request:    55 * time.Second,
	Shutdown:   30 * time.Second,
}

// A body of 8 MiB holds a PATCH that adds some 80,000 members. There is no rate: a first synchronisation asks as often as
// it is answered, and what an application can bear is for its connector to keep.
var defaultLimits = Limits{
	Header:       32 << 10,
	Body:         8 << 20,
	DefaultCount: 100,
	MaxCount:     1000,
	ScanRows:     10_000,
	Operations:   1000,
	Elements:     100_000,

	CursorTimeout:  time.Hour,
	BulkOperations: 1000,
	BulkBody:       8 << 20,
}
