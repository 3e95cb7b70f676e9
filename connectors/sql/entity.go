package sql

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// entity is one Spec on the live schema. It is immutable.
type entity struct {
	db        *sqldb.DB
	d         dialect
	spec      connectors.Spec
	root      frame
	key       []*column
	fields    map[string]field // what may be read and written
	version   *column          // nil: none
	relations map[string]*relation
	sources   sources
	brings    []bring
	effects   []effect
	follows   []field // of the record, that brings and effects look at
	refusals  refusals

	scope, gone, protect connectors.Predicate
	shape                connectors.Shape
	inParts              bool      // it has joins that are written with the record
	at                   time.Time // of the request; see during
}

var (
	_ connectors.Entity    = (*entity)(nil)
	_ connectors.Explainer = (*entity)(nil)
)

// Shape is what the entity holds and can answer.
func (e *entity) Shape() connectors.Shape { return e.shape }

// during is e for the request that ctx belongs to.
func (e *entity) during(ctx context.Context) *entity {
	now := *e
	now.at = connectors.Instant(ctx)
	return &now
}

// builder begins a statement about records of e.
func (e *entity) builder() *builder { return &builder{d: e.d, at: e.at} }

// visible writes that the record is in scope and not gone.
func (b *builder) visible(e *entity) {
	b.predicate(&e.root, e.scope, false)
	if e.gone != nil {
		b.and(&e.root, connectors.Not{Term: e.gone})
	}
}

// bounds are the joins that visible needs.
func (e *entity) bounds() joined {
	use := joined{}
	use.addOf(&e.root, e.scope)
	use.addOf(&e.root, e.gone)
	return use
}

// Get reads the records with these keys: one statement, and one per relation.
func (e *entity) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	e = e.during(ctx)
	var found map[connectors.Key]connectors.Record
	err := e.db.Read(ctx, func(q sqldb.Querier) (err error) {
		found, err = e.get(ctx, sender{q: q}, keys, n)
		return err
	})
	return found, e.failure("get", err)
}

func (e *entity) get(ctx context.Context, s sender, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	p, err := e.plan(n)
	if err != nil {
		return nil, err
	}
	rows := e.keyRows(keys)
	if len(rows) == 0 {
		return map[connectors.Key]connectors.Record{}, nil
	}
	b := e.builder()
	p.selectFrom(b, e, e.bounds())
	b.write(" WHERE ").visible(e)
	b.write(" AND ").keyAmong(&e.root, e.key, rows)
	records, err := e.read(ctx, s, p, b.statement())
	if err != nil {
		return nil, err
	}
	found := make(map[connectors.Key]connectors.Record, len(records))
	for _, r := range records {
		found[r.Key] = r.Record
	}
	return found, nil
}

// keyRows are the keys that some row may have, each once, encoded.
func (e *entity) keyRows(keys []connectors.Key) [][]any {
	keys = slices.Clone(keys)
	slices.SortFunc(keys, cmp.Compare)
	var rows [][]any
	for _, k := range slices.Compact(keys) {
		if values, ok := e.keyValues(e.key, k); ok {
			rows = append(rows, e.encoded(e.key, values))
		}
	}
	return rows
}
