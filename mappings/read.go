package mappings

import (
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// needText is the value of a key that must be there and be text.
func needText(r *yamlx.Reader, key string, found *diag.List) yamlx.Node {
	n := r.Need(key)
	if !n.IsMissing() && !n.IsScalar() {
		found.Add(n.Finding("mapping/type", "", "%q must be text", key))
	}
	return n
}

// entries are those of a mapping that may be left out.
func entries(n yamlx.Node, found *diag.List) []yamlx.Entry {
	return yamlx.Read(n, "mapping", found).Node().Entries()
}

// needEntries are those of a mapping that must not be empty; that one is missing has been said already.
func needEntries(n yamlx.Node, found *diag.List) []yamlx.Entry {
	list := entries(n, found)
	if n.IsMap() && len(list) == 0 {
		found.Add(n.Finding("mapping/empty", "", "there is nothing here"))
	}
	return list
}

func entryNames(list []yamlx.Entry) []string {
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.Name
	}
	return names
}

// readNames reads a list of native names and notes where they stand.
func (d *resourceDef) readNames(r *yamlx.Reader, key, prefix string) []string {
	names := r.Texts(key)
	for _, name := range names {
		d.note(prefix+name, r.Node().Get(key))
	}
	return names
}
