package redisdb

import (
	"cmp"
	"errors"
	"net/url"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
)

// Client is a pool of connections to one Redis.
type Client = *redis.Client

// Dial makes a client for a redis://, rediss:// or unix:// URL. Unless the URL says otherwise
// ("?read_timeout=1s") its settings suit somebody who can do without: it gives up quickly and never tries again. It does
// not connect. The error never shows a password.
//
// go-redis writes failures to standard error on its own; that is turned off for the whole process, because whoever asks
// counts them.
func Dial(rawURL string) (Client, error) {
	o, err := redis.ParseURL(rawURL)
	if _, malformed := errors.AsType[*url.Error](err); malformed {
		return nil, errors.New("redis: not a URL like redis://user:password@host:6379/0") // its text would show the password
	}
	if err != nil {
		return nil, err
	}
	logging.Disable()
	o.Protocol = cmp.Or(o.Protocol, 2) // the third brings push messages that nobody here has a use for
	o.DialTimeout = cmp.Or(o.DialTimeout, 250*time.Millisecond)
	o.ReadTimeout = cmp.Or(o.ReadTimeout, 150*time.Millisecond)
	o.WriteTimeout = cmp.Or(o.WriteTimeout, 150*time.Millisecond)
	o.PoolTimeout = cmp.Or(o.PoolTimeout, 100*time.Millisecond)
	o.MaxRetries = cmp.Or(o.MaxRetries, -1)
	o.DialerRetries = 1
	o.ContextTimeoutEnabled = true
	o.DisableIdentity = true
	o.PipelinePoolSize = -1 // every question is a pipeline; one pool will do
	return redis.NewClient(o), nil
}
