package mappings

import (
	"context"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// File is an app file, read and checked against the SCIM schemas.
type File struct {
	App       string
	Path      string // where it is served: /hr/scim/v2 unless the file says otherwise
	Connector yamlx.Node
	Namespace string // of derived ids
}

// Read checks an app file against the SCIM schemas; it needs no connection.
func Read(src yamlx.Node) (*File, diag.List) { panic("todo") }

// Specs are the resource types' views of the application, by resource type.
func (f *File) Specs() map[string]connectors.Spec { panic("todo") }

// Compile checks the file against the shapes of the application, by resource type, and makes the mappings. A type
// without a shape is compiled with every field taken on trust, and one warning.
func (f *File) Compile(shapes map[string]connectors.Shape) (map[string]*Mapping, diag.List) {
	panic("todo")
}

// Mapping is one resource type of an app file, compiled: immutable and safe for concurrent use.
type Mapping struct{}

// Type is the effective resource type: what is not mapped is not there.
func (m *Mapping) Type() *schema.ResourceType { panic("todo") }

// Adopt is what happens when the account exists already: never, if_unclaimed or always.
func (m *Mapping) Adopt() string { panic("todo") }

// Identity is derived or key.
func (m *Mapping) Identity() string { panic("todo") }

// Need is what must be read so that s can be answered, and the residual evaluated (nil for none). The version is
// among it when s wants meta.
func (m *Mapping) Need(s schema.Selection, residual filter.Expr) connectors.Need { panic("todo") }

// FullNeed is what a write reads: everything but large and inverse attributes. With it the version can be had.
func (m *Mapping) FullNeed() connectors.Need { panic("todo") }

// Resources turns records into resources with id, externalId, mapped attributes and schemas; meta has resourceType,
// and created and lastModified where they are mapped. Large attributes are left out; see Elements. All references
// of a page are resolved in one batch. The id of each record is looked up as a reference to the type itself.
func (m *Mapping) Resources(ctx context.Context, rs []connectors.Record, s schema.Selection, ids IDs) ([]scim.Resource, error) {
	panic("todo")
}

// Elements turns rows of a large attribute into its elements; a row whose reference nobody knows is left out.
func (m *Mapping) Elements(ctx context.Context, attr string, rows []connectors.Row, ids IDs) ([]*scim.Object, error) {
	panic("todo")
}

// Large finds the relation behind a large attribute.
func (m *Mapping) Large(attr string) (relation string, ok bool) { panic("todo") }

// LargeAttributes lists the attributes that are streamed.
func (m *Mapping) LargeAttributes() []string { panic("todo") }

// Version is the weak entity tag's value for a record read with FullNeed.
func (m *Mapping) Version(r connectors.Record) string { panic("todo") }

// Check is a digest of the match values of a record read with FullNeed; see correlation.Link.
func (m *Mapping) Check(r connectors.Record) string { panic("todo") }

// Insert is the change that creates r.
func (m *Mapping) Insert(ctx context.Context, r scim.Resource, ids IDs, at time.Time) (connectors.Change, error) {
	panic("todo")
}

// Fits reports what of r the application has no room for: 400 invalidValue, or the tolerance surplus_element.
func (m *Mapping) Fits(r scim.Resource, edge *scim.Edge) error { panic("todo") }

// Changes is the difference of the projections of before and after, with the secrets that were touched and the
// operations on large attributes. It is zero when nothing would change.
func (m *Mapping) Changes(ctx context.Context, before, after scim.Resource, touched schema.Paths, rows []patch.RowOp, ids IDs, at time.Time) (connectors.Change, error) {
	panic("todo")
}

// Removal is the change that a DELETE writes: what `delete: {set}` says, or nothing.
func (m *Mapping) Removal(at time.Time) connectors.Change { panic("todo") }

// References are the references that a resource mentions, ids known.
func (m *Mapping) References(r scim.Resource) []Ref { panic("todo") }

// PatchReferences are the references that operations mention, in values and in path filters.
func (m *Mapping) PatchReferences(own []patch.Op, rows []patch.RowOp) []Ref { panic("todo") }

// Probe is the filter that finds an existing account for r by `match` (to be planned like a client's), and the
// canonical text of the match values. ok is false when r has no match value.
func (m *Mapping) Probe(r scim.Resource) (find filter.Expr, match string, ok bool) {
	panic("todo")
}

// MatchChanged reports whether after has other match values than before.
func (m *Mapping) MatchChanged(before, after scim.Resource) bool { panic("todo") }

// Attribute names the SCIM attribute that fills a native field, for errors; empty when none does.
func (m *Mapping) Attribute(field string) string { panic("todo") }

// Plan is how a list is answered.
type Plan struct {
	Where    connectors.Predicate
	Residual filter.Expr // nil, or the whole filter
	Keys     []connectors.Key
	ByKeys   bool     // Get(Keys) and the residual instead of List
	Why      []string // for explain
}

// Plan pushes the largest superset of f that the entity can evaluate. Ids, externalIds and references become keys
// here, in one batch. A nil f selects all.
func (m *Mapping) Plan(ctx context.Context, f filter.Expr, ids IDs) (Plan, error) { panic("todo") }

// Order is the native order for sorting by p; ok is false when the entity cannot sort by it.
func (m *Mapping) Order(p schema.Path, desc bool) (connectors.Order, bool) { panic("todo") }
