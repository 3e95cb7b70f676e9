package config

import (
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/scimgate/scimgate/internal/yamlx"
)

// Redis is the cache in front of the Store, and holds the rates that replicas share. It is reached by a URL, or by
// several addresses: those of the Sentinels that know a Master, or of nodes of a cluster.
type Redis struct {
	URL       Secret   // redis://, rediss:// or unix://
	Addresses []string // host:port
	Master    string   // as the Sentinels call it; empty: a cluster
	Database  int      // of a server that Sentinels watch
	TLS       bool     // with all of them
	Account   Account  // of the servers
	Sentinel  Account  // of the Sentinels
	Timeout   time.Duration
	TTL       time.Duration // of an entry
	At        yamlx.Node
}

// Account is a name and a password; either may be empty.
type Account struct {
	Username string
	Password Secret
}

// besideURL are the keys that a URL says itself.
var besideURL = []string{"addresses", "master", "database", "tls", "username", "password", "sentinel"}

func (l *loader) redis(s section) *Redis {
	defer s.end()
	r := &Redis{
		URL:       Secret(s.Text("url", "")),
		Addresses: s.Texts("addresses"),
		Master:    s.Text("master", ""),
		Database:  s.Int("database", 0, 0),
		TLS:       s.Bool("tls", false),
		Account:   account(s),
		Sentinel:  l.sentinel(s.under("sentinel")),
		Timeout:   s.Duration("timeout", 0),
		TTL:       s.Duration("ttl", defaultTTL),
		At:        s.Node(),
	}
	whole := s.Get("url")
	switch {
	case !s.present():
		return nil
	case !whole.IsMissing() && !whole.IsNull():
		l.redisURL(s, r.URL)
		for _, key := range besideURL {
			l.unwanted(s.Get(key), key, `a "url" says all of it`)
		}
	case len(r.Addresses) == 0:
		l.found.Add(s.Node().Finding("config/missing-key", "", `"url" is missing, or "addresses" of Sentinels or of a cluster`))
	default:
		l.addresses(s)
		if r.Master == "" {
			l.unwanted(s.Get("database"), "database", "a cluster has one only")
			l.unwanted(s.Get("sentinel"), "sentinel", `addresses without a "master" are those of a cluster`)
		}
	}
	return r
}

func (l *loader) sentinel(s section) Account {
	defer s.end()
	return account(s)
}

func account(s section) Account {
	return Account{Username: s.Text("username", ""), Password: Secret(s.Text("password", ""))}
}

// redisURL checks what the library would refuse, whose own message would repeat the password.
func (l *loader) redisURL(s section, text Secret) {
	u, err := url.Parse(text.Reveal())
	if text != "" && (err != nil || u.Scheme != "redis" && u.Scheme != "rediss" && u.Scheme != "unix") {
		l.found.Add(s.Get("url").Finding("config/url", "", `"url" must be an address such as redis://cache:6379/0`))
	}
}

// addresses checks every one of them.
func (l *loader) addresses(s section) {
	list := s.Get("addresses")
	items := list.Items()
	if list.IsScalar() {
		items = []yamlx.Node{list}
	}
	for _, item := range items {
		host, port, err := net.SplitHostPort(item.Text())
		if err == nil {
			_, err = strconv.ParseUint(port, 10, 16)
		}
		if err != nil || host == "" {
			l.found.Add(item.Finding("config/address", "", `"addresses" are host:port each, such as cache-1:26379`))
		}
	}
}
