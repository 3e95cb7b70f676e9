package connectors

import (
	"context"
	"iter"

	"github.com/scimgate/scimgate/internal/diag"
)

// OpenAt is how a connector opens a Spec whose predicates may look at the clock: open is given the Spec of an instant.
// Where the predicates move it is called for every request again, without any I/O of its own after the first time.
func OpenAt(ctx context.Context, s Spec, open func(now Spec) (Entity, diag.List)) (Entity, diag.List) {
	now, moves, err := s.AsOf(Instant(ctx))
	if err != nil {
		var found diag.List
		found.Add(diag.Finding{Pos: s.At[""], Severity: diag.Error, Code: "connector/predicate", Message: err.Error()})
		return nil, found
	}
	e, found := open(now)
	if !moves || found.HasErrors() {
		return e, found
	}
	return &clocked{spec: s, open: open, shape: e.Shape()}, found
}

// clocked is an entity that is another one at every instant.
type clocked struct {
	spec  Spec
	open  func(Spec) (Entity, diag.List)
	shape Shape
}

var (
	_ Entity    = (*clocked)(nil)
	_ Explainer = (*clocked)(nil)
)

// at is the entity of the request that ctx belongs to.
func (c *clocked) at(ctx context.Context) (Entity, error) {
	now, _, err := c.spec.AsOf(Instant(ctx))
	if err != nil {
		return nil, err
	}
	e, found := c.open(now)
	if found.HasErrors() {
		return nil, Errorf(Internal, "open "+c.spec.Entity, "%w", found.Err())
	}
	return e, nil
}

func (c *clocked) Shape() Shape { return c.shape }

func (c *clocked) Get(ctx context.Context, keys []Key, n Need) (map[Key]Record, error) {
	e, err := c.at(ctx)
	if err != nil {
		return nil, err
	}
	return e.Get(ctx, keys, n)
}

func (c *clocked) List(ctx context.Context, q Query) (Page, error) {
	e, err := c.at(ctx)
	if err != nil {
		return Page{Total: -1}, err
	}
	return e.List(ctx, q)
}

func (c *clocked) Rows(ctx context.Context, relation string, of []Key, after Key) iter.Seq2[OwnedRow, error] {
	e, err := c.at(ctx)
	if err != nil {
		return func(yield func(OwnedRow, error) bool) { yield(OwnedRow{}, err) }
	}
	return e.Rows(ctx, relation, of, after)
}

func (c *clocked) Create(ctx context.Context, ch Change) (Record, error) {
	e, err := c.at(ctx)
	if err != nil {
		return Record{}, err
	}
	return e.Create(ctx, ch)
}

func (c *clocked) Update(ctx context.Context, k Key, n Need, edit Edit) (Record, error) {
	e, err := c.at(ctx)
	if err != nil {
		return Record{}, err
	}
	return e.Update(ctx, k, n, edit)
}

func (c *clocked) Delete(ctx context.Context, k Key, n Need, edit Edit) error {
	e, err := c.at(ctx)
	if err != nil {
		return err
	}
	return e.Delete(ctx, k, n, edit)
}

func (c *clocked) Explain(ctx context.Context, op Operation) ([]Call, error) {
	e, err := c.at(ctx)
	if err != nil {
		return nil, err
	}
	x, ok := As[Explainer](e)
	if !ok {
		return nil, Errorf(Unsupported, "explain "+c.spec.Entity, "its connector explains nothing")
	}
	return x.Explain(ctx, op)
}
