package config

import (
	"os"
	"path/filepath"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Load reads a gateway.yaml with the references of this process. The Config is nil when the list has errors.
func Load(path string) (*Config, diag.List) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, diag.List{{
			Pos: diag.Position{File: path}, Severity: diag.Error, Code: "config/unreadable", Message: reason(err).Error(),
		}}
	}
	return Read(path, src, Environment(filepath.Dir(path)))
}

// Read reads a gateway.yaml from its text. name is the file's name: findings show it, and relative paths begin in
// its folder. The Config is nil when the list has errors.
func Read(name string, src []byte, resolve Resolver) (*Config, diag.List) {
	l := &loader{keys: map[string]bool{}}
	raw, found := yamlx.Parse(name, src)
	l.found.Add(found...)
	if l.found.HasErrors() {
		return nil, yamlx.Conceal(raw, l.found)
	}
	if !raw.IsMap() {
		return nil, diag.List{raw.Finding("config/not-a-map", "", "expected a mapping (key: value)")}
	}
	root, found := yamlx.Expand(raw, resolve)
	l.found.Add(found...)
	cfg := l.config(root, raw.Get("apps"))
	cfg.File, cfg.Dir = name, filepath.Dir(name)
	cfg.place()
	found = yamlx.Conceal(raw, l.found)
	if found.HasErrors() {
		return nil, found
	}
	return cfg, found
}

// loader collects what is found while the sections are read, and the keys that exist.
type loader struct {
	found diag.List
	keys  map[string]bool // "store.path"
}

// section is one mapping of the file.
type section struct {
	*yamlx.Reader
	l    *loader
	path string
}

func (l *loader) section(path string, n yamlx.Node) section {
	return section{yamlx.Read(n, "config", &l.found), l, path}
}

// under opens the mapping at key. Its keys are known even when it is not there.
func (s section) under(key string) section {
	return s.l.section(s.path+key+".", s.Get(key))
}

// present reports whether the file has the mapping at all.
func (s section) present() bool { return s.Node().IsMap() }

// needText is a text that must be there, within a mapping that is.
func (s section) needText(key string) string {
	if s.present() {
		s.Need(key)
	}
	return s.Text(key, "")
}

// end reports unknown keys.
func (s section) end() {
	s.Close()
	for _, k := range s.Known() {
		s.l.keys[s.path+k] = true
	}
}

func (l *loader) config(root, rawApps yamlx.Node) *Config {
	s := l.section("", root)
	limits := l.limits(s.under("limits"))
	cfg := &Config{
		Listen:       l.address(s, "listen", defaultListen),
		PublicURL:    l.publicURL(s),
		TLS:          l.tls(s.under("tls")),
		InsecureHTTP: s.Bool("insecure_http", false),
		Admin:        l.admin(s.under("admin")),
		Store:        l.store(s.under("store")),

		PublicDiscovery: s.Bool("public_discovery", false),

		Redis:    l.redis(s.under("redis")),
		Clients:  l.clients(s.Need("clients"), limits.Rate),
		Apps:     l.apps(s.Need("apps"), rawApps),
		Timeouts: l.timeouts(s.under("timeouts")),
		Limits:   limits,
		Log:      l.log(s.under("log")),
	}
	s.end()
	l.plainHTTP(cfg, root)
	return cfg
}

// place makes relative paths begin in the file's folder.
func (c *Config) place() {
	if c.TLS != nil {
		c.TLS.Cert, c.TLS.Key = absolute(c.Dir, c.TLS.Cert), absolute(c.Dir, c.TLS.Key)
	}
	if c.Store.Path != "" {
		c.Store.Path = absolute(c.Dir, c.Store.Path)
	}
	for i := range c.Apps {
		c.Apps[i].File = absolute(c.Dir, c.Apps[i].File)
	}
}
