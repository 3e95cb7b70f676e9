package rest

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// block is what the connector block says of the application's calls; the door reads how to get there.
type block struct {
	sends   wire.Codec // bodies of requests
	answers wire.Codec
	unset   string // how a field without a value is sent: null, empty, or absent
	lists   yamlx.Node
	errors  []errorRule
	ping    *operation

	collections map[string]*collection
	order       []string
}

// How a field without a value is sent.
const (
	unsetNull   = "null"
	unsetEmpty  = "empty"  // as empty text, which is no value in an answer either
	unsetAbsent = "absent" // not at all
)

// readBlock reads all keys of a connector block that are not the door's.
func readBlock(r *yamlx.Reader, found *diag.List) *block {
	b := &block{collections: map[string]*collection{}, lists: r.Get("lists")}
	b.sends = codec(r.OneOf("body", "json", "form", "xml"))
	b.answers = codec(r.OneOf("answers", "json", "xml"))
	b.unset = r.OneOf("unset", unsetNull, unsetEmpty, unsetAbsent)
	b.errors = readErrorRules(r, found)
	if n := r.Get("ping"); !n.IsMissing() {
		b.ping = (&collection{node: n}).readOperation(n, "GET", "", found)
		if b.ping != nil {
			b.ping.check(nil, nil, found)
		}
	}
	entities := r.Need("entities")
	for _, e := range yamlx.Read(entities, "rest", found).Node().Entries() {
		before := len(*found)
		c := b.readCollection(e, found)
		if b.collections[e.Name] = c; len(*found) == before {
			c.check(found) // which is for what can be read
		}
		b.order = append(b.order, e.Name)
	}
	b.checkErrors(found)
	return b
}

// strict reports whether an answer without the list that it should hold is wrong: XML has no empty lists.
func (b *block) strict() bool { _, xml := b.answers.(wire.XML); return !xml }

func codec(name string) wire.Codec {
	switch name {
	case "form":
		return wire.Form{}
	case "xml":
		return wire.XML{}
	default:
		return wire.JSON{}
	}
}

// readWithin reads {of: entity, at: path, owner: fields}: the rows are a list in the records of another entity, which
// stands before.
func (b *block) readWithin(c *collection, n yamlx.Node, found *diag.List) {
	if n.IsMissing() {
		return
	}
	before := len(*found)
	r := yamlx.Read(n, "rest", found)
	of, at := r.Need("of"), r.Need("at")
	w := &within{of: b.collections[of.Text()], field: "list of " + c.name}
	r.Need("owner")
	w.owner = c.known(r, "owner", found)
	r.Close()
	if w.of == nil {
		found.Add(of.Finding("rest/unknown-entity", diag.Suggest(of.Text(), b.order), "no entity %q stands before this one", of.Text()))
		return
	}
	switch {
	case len(*found) > before:
		return
	case len(c.finds) > 0 || c.list != nil || c.create != nil:
		found.Add(n.Finding("rest/within", "", "rows within a record have no calls of their own"))
		return
	case len(w.owner) != len(w.of.key):
		found.Add(n.Finding("rest/within", "", "the owner of a row is named by fields for all of the key of %s: %s", of.Text(), strings.Join(w.of.key, " and ")))
		return
	}
	path := readPath(at, wire.Path{}, found)
	w.of.fields[w.field] = &field{name: w.field, Field: connectors.Field{Type: connectors.TypeJSON, Nullable: true}, at: path, send: path, list: true}
	c.within = w
}
