package redisdb

import (
	"cmp"
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
)

// Client is a pool of connections to one Redis: a server, the one of several that Sentinels call master, or a cluster.
type Client = redis.UniversalClient

// Place is where Redis is: at a URL, or behind several addresses.
type Place struct {
	URL       string        // redis://, rediss:// or unix://
	Addresses []string      // host:port of Sentinels where there is a Master, else of nodes of a cluster
	Master    string        // as the Sentinels call it
	Database  int           // of the master
	TLS       bool          // with all of them
	Account   Account       // of the servers
	Sentinel  Account       // of the Sentinels
	Timeout   time.Duration // of every step, where the URL does not say; 0: short ones
}

// Account is a name and a password; either may be empty.
type Account struct{ Username, Password string }

// What suits somebody who can do without: to give up quickly, and never to try again.
const (
	dialTimeout = 250 * time.Millisecond
	readTimeout = 150 * time.Millisecond
	poolTimeout = 100 * time.Millisecond
	never       = -1
)

// Dial makes a client. A URL may say otherwise ("?read_timeout=1s") how quickly it gives up. It does not connect. The
// error never shows a password.
//
// go-redis writes failures to standard error on its own; that is turned off for the whole process, because whoever asks
// counts them.
func Dial(p Place) (Client, error) {
	logging.Disable()
	if len(p.Addresses) == 0 {
		return dialURL(p.URL, p.Timeout)
	}
	o := &redis.UniversalOptions{
		Addrs: p.Addresses, MasterName: p.Master, IsClusterMode: p.Master == "", DB: p.Database,
		Username: p.Account.Username, Password: p.Account.Password,
		SentinelUsername: p.Sentinel.Username, SentinelPassword: p.Sentinel.Password,
		Protocol: 2, DialTimeout: cmp.Or(p.Timeout, dialTimeout),
		ReadTimeout: cmp.Or(p.Timeout, readTimeout), WriteTimeout: cmp.Or(p.Timeout, readTimeout), PoolTimeout: cmp.Or(p.Timeout, poolTimeout),
		MaxRetries: never, DialerRetries: 1, ContextTimeoutEnabled: true, DisableIdentity: true, PipelinePoolSize: never,
	}
	if p.TLS { // the library's own way past Sentinels does not heed the context
		encrypted := &tls.Dialer{NetDialer: &net.Dialer{Timeout: o.DialTimeout}, Config: &tls.Config{MinVersion: tls.VersionTLS12}}
		o.Dialer = encrypted.DialContext
	}
	return redis.NewUniversalClient(o), nil
}

func dialURL(rawURL string, timeout time.Duration) (Client, error) {
	o, err := redis.ParseURL(rawURL)
	if _, malformed := errors.AsType[*url.Error](err); malformed {
		return nil, errors.New("redis: not a URL like redis://user:password@host:6379/0") // its text would show the password
	}
	if err != nil {
		return nil, err
	}
	o.Protocol = cmp.Or(o.Protocol, 2) // the third brings push messages that nobody here has a use for
	o.DialTimeout = cmp.Or(o.DialTimeout, timeout, dialTimeout)
	o.ReadTimeout = cmp.Or(o.ReadTimeout, timeout, readTimeout)
	o.WriteTimeout = cmp.Or(o.WriteTimeout, timeout, readTimeout)
	o.PoolTimeout = cmp.Or(o.PoolTimeout, timeout, poolTimeout)
	o.MaxRetries = cmp.Or(o.MaxRetries, never)
	o.DialerRetries = 1
	o.ContextTimeoutEnabled = true
	o.DisableIdentity = true
	o.PipelinePoolSize = never // every question is a pipeline; one pool will do
	return redis.NewClient(o), nil
}

// patience is how long client waits for an answer.
func patience(client Client) time.Duration {
	switch c := client.(type) {
	case *redis.Client:
		return c.Options().ReadTimeout
	case *redis.ClusterClient:
		return c.Options().ReadTimeout
	default:
		return readTimeout
	}
}
