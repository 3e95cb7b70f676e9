package config

import (
	"time"

	"github.com/scimgate/scimgate/internal/yamlx"
)

// Config is one gateway.yaml, complete: what the file does not say has its default.
type Config struct {
	File string // as it was given
	Dir  string // relative paths of the file begin here

	Listen       string
	PublicURL    string // without a slash at the end; empty: what the request's Host says
	TLS          *TLS   // nil: plain HTTP
	InsecureHTTP bool
	Admin        string // address of the admin listener; empty: none

	PublicDiscovery bool // what an app says about itself is answered without a token

	Store   Store
	Redis   *Redis // nil: no cache
	Clients []Client
	Apps    []App

	Timeouts Timeouts
	Limits   Limits
	Log      Log
}

// TLS names the certificate of the listener. Paths are absolute or relative to the working directory.
type TLS struct {
	Cert, Key  string
	MinVersion uint16 // as crypto/tls counts
	At         yamlx.Node
}

// Store is where correlations live.
type Store struct {
	Type string // "sqlite", "postgres" or "mysql"
	Path string // of the SQLite file
	DSN  Secret // of the database of any other type
	At   yamlx.Node
}

// Client is one identity provider.
type Client struct {
	Name   string
	Tokens []Token
	Grants []Grant
	Domain string            // shared by the clients whose externalIds are the same; empty: that of the app
	Me     map[string]string // the id of the user that the client is, by app; empty: it is nobody
	Rate   Rate              // of its requests to each app
}

// Token is one of a client's bearer tokens, known by its digest alone.
type Token struct {
	SHA256   [32]byte
	NotAfter time.Time // zero: no end
}

// Grant lets a client use an app. The name is compared with the app files by whoever reads those.
type Grant struct {
	App   string
	Write bool
	At    yamlx.Node
}

// App is one app file and what this deployment changes about its connector block.
type App struct {
	File      string     // absolute or relative to the working directory
	Connector yamlx.Node // overlay, as written: references are not yet resolved
	Holds     *Holds     // nil: nothing is ever held
	At        yamlx.Node

	calls yamlx.Node
}

// Calls say how carefully an application is called.
type Calls struct {
	Timeout     time.Duration // of one attempt of an operation; 0: none but the request's own
	Retries     int           // attempts after the first
	LongestWait time.Duration // before one of them
	Breaker     Breaker
	Concurrency int // operations at once; 0: any number
	Queue       int // operations that wait because of that
	Rate        CallRate
	MergeReads  bool // reads at one time that ask the same are one
}

// Breaker says when an application that does not answer is left alone.
type Breaker struct {
	Failures int // in a row; 0: never
	Rest     time.Duration
}

// CallRate bounds how often an application is called. The zero CallRate does not.
type CallRate struct {
	PerSecond float64 // 0: any number
	Burst     int     // at once, after a rest
}

// Timeouts bound connections and requests.
type Timeouts struct {
	ReadHeader, Read, Write, Idle time.Duration
	Request                       time.Duration // the work on one request; ends before the client gives up
	Shutdown                      time.Duration // for requests in flight
}

// Limits bound what one request may cost.
type Limits struct {
	Header, Body int // bytes
	DefaultCount int // page size when count is not given
	MaxCount     int // largest page
	ScanRows     int // records read to evaluate what the application cannot
	Operations   int // per PATCH
	Elements     int // values of multi-valued attributes, members for example, in one request

	CursorTimeout  time.Duration // how long a cursor is good for; 0: there are none
	BulkOperations int           // per bulk request; 0: there are none
	BulkBody       int           // bytes of a bulk request

	Rate Rate // of a client that says nothing else
}

// Rate bounds how often a client asks. The zero Rate does not.
type Rate struct {
	PerSecond int // 0: any number
	Burst     int // requests at once, after a rest
}

// Log says what is logged and how.
type Log struct {
	Level  string // debug info warn error
	Format string // auto json console
}
