package door

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/url"
	"time"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Request is one call of the application.
type Request struct {
	Method    string
	URL       string // path and query behind base_url, percent-encoded; never scheme or host
	Header    http.Header
	Body      []byte // nil: none
	MediaType string // of Body
}

// Response is the application's whole answer, whatever its status. Body is what remains when compression is undone.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Gate is entered before each request is sent and left when its answer is there, by the requests for tokens and
// sessions too. The error of Enter is returned by Do as it is.
type Gate interface {
	Enter(ctx context.Context) (leave func(), err error)
}

// Call is what is known of a request afterwards, for metrics: nothing of what was in it.
type Call struct {
	Method   string
	Status   int // 0: there was no whole answer
	Duration time.Duration
}

// Options are what surrounds a client; the zero value is a client on its own.
type Options struct {
	Gate    Gate             // nil: none
	Observe func(Call)       // nil: nobody; called from several goroutines
	Now     func() time.Time // nil: the system's clock
}

// Client calls one application. It is safe for concurrent use.
type Client struct {
	settings
	options   Options
	transport *http.Transport // to the application
	others    *http.Transport // to whoever else gives out tokens and sessions
	source    source
	life      context.Context // of fetches of credentials
	end       context.CancelFunc
}

// Open reads a client's part of a `connector:` block:
//
//	base_url: https://desk.example.com/api   # http or https; every request stays below its path
//	auth: {header: X-Api-Key, value: "${file:/run/secrets/desk}"}   # auth.go lists the kinds
//	tls: {ca: ca.pem, cert: us.pem, key: us.key, server_name: desk, min: "1.3"}
//	timeout: 10s                             # of one request and its whole answer
//	max_body: 8MiB                           # of an answer, uncompressed
//	proxy: http://proxy.example.com:3128     # the environment's are ignored
//	allow: [169.254.10.0/24]                 # addresses and ranges that may be called although they usually may not
//	headers: {Accept-Language: en}           # of every request
//
// It connects to nothing. The client is nil when a finding is an error; keys of the block other than Keys are not
// looked at.
func Open(ctx context.Context, block yamlx.Node, o Options) (*Client, diag.List) {
	var found diag.List
	s := readSettings(block, &found)
	if found.HasErrors() {
		return nil, found
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Client{settings: s, options: o, transport: s.transport(s.trust.own), others: s.transport(s.trust.others)}
	c.life, c.end = context.WithCancel(context.WithoutCancel(ctx))
	c.source = s.auth(c)
	return c, found
}

// Timeout is how long one request may take with its whole answer.
func (c *Client) Timeout() time.Duration { return c.timeout }

// Close ends fetches of credentials and the connections that are not in use. Do must not be called any more.
func (c *Client) Close() error {
	c.end()
	c.source.close()
	c.transport.CloseIdleConnections()
	c.others.CloseIdleConnections()
	return nil
}

// transport makes connections. It speaks HTTP/1.1 alone, which legacy applications are best at.
func (s *settings) transport(secure *tls.Config) *http.Transport {
	t := &http.Transport{
		DialContext:            s.guard.dial,
		TLSClientConfig:        secure,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxConnsPerHost:        256, // what the gate lets through needs fewer
		MaxIdleConnsPerHost:    256,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
		Protocols:              new(http.Protocols),
	}
	t.Protocols.SetHTTP1(true)
	if s.proxy != nil {
		t.Proxy = func(*http.Request) (*url.URL, error) { return s.proxy, nil }
	}
	return t
}
