package mappings

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// Version is the opaque part of the weak entity tag of a record read with FullNeed: the application's own version
// where it has one, else a digest of the own row, its joins and its bounded rows. Large and inverse attributes are
// outside, so that a membership changes no version and none needs to be read for one.
func (m *Mapping) Version(r connectors.Record) string {
	if isOpaque(r.Version) && !m.names {
		return r.Version
	}
	d := digest{b: make([]byte, 0, 512)}
	if r.Version != "" {
		d.text(r.Version)
		if m.names { // which the application does not count
			d.text(m.NameOf(r))
		}
		return d.String()
	}
	for _, f := range m.versionFields {
		d.field(f, r.Fields[f])
	}
	for _, relation := range m.versionRows {
		d.text(relation)
		for _, row := range r.Rows[relation] {
			d.text(string(row.Key))
			for _, f := range m.fullNeed.Rows[relation] {
				d.field(f, row.Fields[f])
			}
		}
	}
	return d.String()
}

// isOpaque reports whether an entity tag can hold s as it is (RFC 9110 §8.8.3).
func isOpaque(s string) bool {
	odd := func(c rune) bool { return c <= ' ' || c == '"' || c > '~' }
	return s != "" && strings.IndexFunc(s, odd) < 0
}

// Check is a digest of the match values of a record read with FullNeed, empty when it has none; see correlation.Link.
func (m *Mapping) Check(r connectors.Record) string {
	d := digest{}
	known := false
	for _, p := range m.match {
		for _, c := range m.find(p).ownCells() {
			if c.at == p {
				v, ok := c.load(r.Fields)
				s, _ := nativeText(v)
				d.text(s)
				known = known || ok
			}
		}
	}
	if !known {
		return ""
	}
	return d.String()
}

// Probe is the filter that finds an existing account for r by `match` (to be planned like a client's), and the
// canonical text of the match values. ok is false when r has no match value.
func (m *Mapping) Probe(r scim.Resource) (find filter.Expr, match string, ok bool) {
	var terms []filter.Expr
	d := digest{}
	for _, p := range m.match {
		v := valueAt(r, p)
		if v == nil {
			continue
		}
		terms = append(terms, filter.Compare{Name: nameOf(p), Op: filter.Eq, Value: v, At: p})
		d.text(p.String())
		s, _ := nativeText(v)
		d.text(p.Leaf().Comparison().Apply(s))
	}
	switch len(terms) {
	case 0:
		return nil, "", false
	case 1:
		return terms[0], d.String(), true
	default:
		return filter.Or{Terms: terms}, d.String(), true
	}
}

// IsDistinct reports whether the application itself refuses a second account that is equal to r in any of its match
// values, whoever asks for it.
func (m *Mapping) IsDistinct(r scim.Resource) bool {
	some := false
	for _, p := range m.match {
		if valueAt(r, p) == nil {
			continue
		}
		if !m.keptDistinct(p) {
			return false
		}
		some = true
	}
	return some
}

// keptDistinct reports whether the application refuses a second record that is equal at p.
func (m *Mapping) keptDistinct(p schema.Path) bool {
	field, plain := m.plainField(p)
	distinct, compared := m.shape.Fields[field].Distinct, p.Leaf().Comparison()
	return plain && distinct != fold.Unset && (compared == fold.None || compared == distinct)
}

// plainField is the one own field that holds p as it is.
func (m *Mapping) plainField(p schema.Path) (field string, ok bool) {
	a := m.find(p)
	if a == nil || a.rows != nil || len(a.slots) > 0 {
		return "", false
	}
	for _, c := range a.cells {
		if c.at != p {
			continue
		}
		if ok || c.field == "" || c.constant != nil || c.table != nil || c.empty != nil || c.read != nil || c.write != nil || c.ref != "" {
			return "", false
		}
		field, ok = c.field, true
	}
	return field, ok
}

// MatchChanged reports whether after has other match values than before.
func (m *Mapping) MatchChanged(before, after scim.Resource) bool {
	for _, p := range m.match {
		was, _ := nativeText(valueAt(before, p))
		is, _ := nativeText(valueAt(after, p))
		if !p.Leaf().Comparison().Equal(was, is) {
			return true
		}
	}
	return false
}

func nameOf(p schema.Path) filter.Name {
	n := filter.Name{Attr: p.Attr.Name}
	if p.Extension != nil {
		n.URN = p.Extension.ID
	}
	if p.Sub != nil {
		n.Sub = p.Sub.Name
	}
	return n
}
