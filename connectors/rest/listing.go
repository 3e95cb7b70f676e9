package rest

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// listing is a call that answers records: all of an entity, or those that a find asks for.
type listing struct {
	*operation
	records wire.Path
	total   *wire.Path // nil: nobody says how many there are
	header  string     // the header that says it instead
	paging  paging
	lacks   []string             // fields that the single read has and the list has not
	at      map[string]wire.Path // fields that are elsewhere in its records
	legs    []leg
	find    *find // nil: it lists everything
}

// leg is one of several calls that together list everything: Redmine lists the users of each status apart.
type leg struct {
	node  yamlx.Node
	query []parameter
	set   connectors.Fields // what its records have
	all   bool              // it alone lists everything, and its records lack what the others say
}

// find is what a listing selects by.
type find struct {
	fields []string // each of them alone
	all    []string // or all of these together, each equal to a value
	ops    []connectors.Op
	exact  bool // it selects no more than is meant
	fold   fold.Kind
	many   int // so many values at once; 1: one
}

// valueName is what a find calls the value of its field.
const valueName = "value"

func (c *collection) readListing(n yamlx.Node, url string, defaults yamlx.Node, found *diag.List) *listing {
	if n.IsMissing() && url == "" {
		return nil // there is no such call, whatever is true of all lists
	}
	l, r := c.beginListing(n, url, defaults, found)
	if r != nil {
		r.Close()
	}
	return l
}

// beginListing reads what lists and finds have in common: what n does not say is as in defaults.
func (c *collection) beginListing(n yamlx.Node, url string, defaults yamlx.Node, found *diag.List) (*listing, *yamlx.Reader) {
	both := yamlx.Overlay(defaults, n)
	op, r := c.beginOperation(both, "GET", url, found)
	if op == nil {
		return nil, nil
	}
	switch {
	case n.IsMissing():
		op.node = c.url
	case op.node == both:
		op.node = n
	}
	l := &listing{operation: op}
	if r == nil {
		return l, nil
	}
	l.records = readPath(r.Get("records"), wire.Path{}, found)
	if t := r.Get("total"); t.IsMap() {
		h := yamlx.Read(t, "rest", found)
		l.header = h.Need("header").Text()
		h.Close()
	} else if !t.IsMissing() {
		at := readPath(t, wire.Path{}, found)
		l.total = &at
	}
	l.paging = readPaging(r.Get("paging"), found)
	l.lacks = c.known(r, "lacks", found)
	l.at = map[string]wire.Path{}
	for _, e := range yamlx.Read(r.Get("fields"), "rest", found).Node().Entries() {
		if f := c.field(e.Name, e.Key, found); f != nil {
			l.at[e.Name] = readPath(e.Value, f.at, found)
		}
	}
	for _, item := range readItems(r, "legs", found) {
		l.legs = append(l.legs, c.readLeg(item, found))
	}
	if l.hasAll() {
		for _, g := range l.legs {
			l.lacks = union(l.lacks, sortedNames(g.set))
		}
	}
	return l, r
}

// hasAll reports whether one of the legs lists everything by itself.
func (l *listing) hasAll() bool {
	return slices.ContainsFunc(l.legs, func(g leg) bool { return g.all })
}

func (c *collection) readLeg(n yamlx.Node, found *diag.List) leg {
	r := yamlx.Read(n, "rest", found)
	g := leg{node: n, query: readParameters(r.Get("query"), found), set: connectors.Fields{}, all: r.Bool("all", false)}
	for _, e := range yamlx.Read(r.Get("set"), "rest", found).Node().Entries() {
		if f := c.field(e.Name, e.Key, found); f != nil {
			g.set[e.Name] = f.constant(e.Value, found)
		}
	}
	r.Close()
	return g
}

// readFind reads one element of `find:`; what it does not say is as in the list of everything.
func (c *collection) readFind(n yamlx.Node, url string, defaults yamlx.Node, found *diag.List) *listing {
	l, r := c.beginListing(n, url, defaults, found)
	if r == nil {
		return nil
	}
	f := &find{fields: c.known(r, "by", found), all: c.known(r, "all", found), exact: r.Bool("exact", false)}
	f.many = r.Int("many", 1, 1)
	f.ops = []connectors.Op{connectors.Eq}
	if ops := r.Get("ops"); !ops.IsMissing() {
		f.ops = nil
		for _, item := range oneOrMore(ops) {
			op := connectors.Op(item.Text())
			if !slices.Contains(connectors.Ops, op) {
				found.Add(item.Finding("rest/operator", "", "expected one of %v", connectors.Ops))
				continue
			}
			f.ops = append(f.ops, op)
		}
	}
	f.fold = readFold(r, "fold", fold.Unset)
	r.Close()
	if len(oneOrMore(r.Node().Get("by"))) == 0 == (len(oneOrMore(r.Node().Get("all"))) == 0) {
		found.Add(n.Finding("rest/find", "", `a find names the fields that it selects by: "by" each of them alone, or "all" of them together`))
	}
	if names := l.names(); len(f.fields) == 1 && !slices.Contains(names, valueName) && !slices.Contains(names, f.fields[0]) {
		l.query = append(l.query, parameter{name: f.fields[0], variable: valueName})
	}
	l.find = f
	return l
}

// answers is how well the find answers one comparison of one field, whose text compares under fold unless the find says
// otherwise.
func (f *find) answers(l connectors.Leaf, own fold.Kind) connectors.Push {
	if !slices.Contains(f.fields, l.Field) || !slices.Contains(f.ops, l.Op) || l.Value == nil {
		return connectors.No
	}
	if _, text := l.Value.(string); text && !f.fold.Or(own).Joins(l.Fold) {
		return connectors.No
	}
	if f.exact && len(f.fields) == 1 && f.fold.Or(own).Or(fold.None) == l.Fold.Or(fold.None) {
		return connectors.Exact
	}
	return connectors.Superset
}

// tells reports whether the find itself says what a field of its records is: it is what was asked for. A nil find asks for
// nothing.
func (f *find) tells(name string) bool {
	return f != nil && f.exact && f.many == 1 && (slices.Contains(f.all, name) || len(f.fields) == 1 && f.fields[0] == name)
}
