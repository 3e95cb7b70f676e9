package config

import "github.com/scimgate/scimgate/internal/yamlx"

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
