package config

import (
	"net/url"

	"github.com/scimgate/scimgate/internal/yamlx"
)

func (l *loader) store(s section) Store {
	defer s.end()
	st := Store{
		Type: s.OneOf("type", "sqlite", "postgres", "mysql"),
		Path: s.Text("path", ""),
		DSN:  Secret(s.Text("dsn", "")),
		At:   s.Node(),
	}
	switch s.Text("type", st.Type) {
	case "sqlite":
		l.unwanted(s.Get("dsn"), "dsn", "a store of type sqlite has a path")
		if st.Path == "" {
			st.Path = defaultStorePath
		}
	case "postgres", "mysql":
		l.unwanted(s.Get("path"), "path", "a store of type "+st.Type+" has a dsn")
		s.Need("dsn")
	}
	return st
}

// unwanted reports a key that is known but has no place beside the others.
func (l *loader) unwanted(n yamlx.Node, key, why string) {
	if !n.IsMissing() && !n.IsNull() {
		l.found.Add(n.Finding("config/unused-key", "", "%q has no effect here: %s", key, why))
	}
}

func (l *loader) redis(s section) *Redis {
	defer s.end()
	r := &Redis{
		URL: Secret(s.needText("url")),
		TTL: s.Duration("ttl", defaultTTL),
		At:  s.Node(),
	}
	if !s.present() {
		return nil
	}
	// The library's own message would repeat the address with its password.
	u, err := url.Parse(r.URL.Reveal())
	if r.URL != "" && (err != nil || u.Scheme != "redis" && u.Scheme != "rediss" && u.Scheme != "unix") {
		l.found.Add(s.Get("url").Finding("config/url", "", `"url" must be an address such as redis://cache:6379/0`))
	}
	return r
}
