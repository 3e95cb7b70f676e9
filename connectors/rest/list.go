package rest

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// List answers q. The flows of its selection are read one after the other, and no further than the page goes.
func (e *entity) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	none := connectors.Page{Total: -1}
	if err := e.shape.CheckQuery("list "+e.spec.Entity, q); err != nil {
		return none, err
	}
	if err := ctx.Err(); err != nil {
		return none, err
	}
	return e.reader().query(ctx, q)
}

func (r *reader) query(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	out := connectors.Page{Total: -1}
	r.bound = q.Bound
	needed := union(r.e.roots(q.Need), r.e.roots(connectors.NeedOf(q.Where)), r.e.roots(connectors.NeedOf(r.e.bounds)))
	s, err := r.e.choose(q.Where, needed)
	if err != nil {
		return out, err
	}
	if isNever(q.Where) {
		out.Total = 0
		return out, nil
	}
	if s.rows != nil {
		if s.keys, err = r.owners(ctx, s.rows); err != nil {
			return out, err
		}
		s.byKey = true
	}
	if s.byKey {
		return r.byKeys(ctx, s, q, needed)
	}
	w := walk{r: r, s: s, q: q}
	for i, f := range s.flows {
		for _, leg := range r.legs(f) {
			w.flows, w.of = append(w.flows, leg), append(w.of, i)
		}
	}
	at := place{}
	if len(w.flows) == 0 {
		return w.page(ctx, nil)
	}
	if q.After != "" {
		if at, err = r.e.decodeCursor(q); err != nil || at.Flow >= len(w.flows) {
			return out, connectors.Errorf(connectors.Invalid, "list "+r.e.spec.Entity, "not the place of a record")
		}
	}
	return w.page(ctx, &at)
}

// walk reads the flows of a selection until a page is full.
type walk struct {
	r     *reader
	s     selection
	q     connectors.Query
	flows []flow
	of    []int // which flow of the selection each is a leg of

	skip int // records that are still to be passed over
	out  connectors.Page
	next *place
}

// page reads from a place on; nil is behind the last record.
func (w *walk) page(ctx context.Context, at *place) (connectors.Page, error) {
	w.out.Total = -1
	w.skip = w.q.Offset
	exact := w.s.where == nil && len(w.flows) == 1
	if exact && w.flows[0].paging.style != byCursor && w.flows[0].paging.style != byLink {
		at.Offset, w.skip = at.Offset+w.skip, 0
	}
	w.next = at
	for w.next != nil && (len(w.out.Records) < w.q.Limit || w.out.Total < 0 && w.q.Total && exact) {
		f := &w.flows[w.next.Flow]
		p, err := w.r.page(ctx, f, *w.next, w.want(exact))
		if err == nil {
			err = w.r.count(p.read)
		}
		if err != nil {
			return connectors.Page{Total: -1}, err
		}
		if exact && w.q.Total {
			w.out.Total = p.total
		}
		if err := w.take(ctx, f, p); err != nil {
			return connectors.Page{Total: -1}, err
		}
		if w.q.Limit == 0 || w.r.explains {
			break
		}
	}
	if read := int(w.r.records.Load()); read > len(w.out.Records) {
		w.out.Read = read
	}
	if w.next != nil && w.q.Limit > 0 && !w.r.explains {
		w.out.Next = w.r.e.encodeCursor(w.q, *w.next)
	}
	return w.out, nil
}

// want is how many records are worth asking for: those that are missing, or many when not all of them may be meant.
func (w *walk) want(exact bool) int {
	if exact {
		return w.skip + w.q.Limit - len(w.out.Records)
	}
	return pageSize
}

// take keeps what is meant of a page, as far as there is room, and knows where to go on.
func (w *walk) take(ctx context.Context, f *flow, p page) error {
	i := w.next.Flow
	w.next = p.next
	if w.next == nil && i+1 < len(w.flows) {
		w.next = &place{Flow: i + 1}
	}
	roots, err := w.r.completed(ctx, f.c, f.listing, p.records, f.need)
	if err != nil {
		return err
	}
	var at []place
	there := slices.Clone(roots)[:0]
	for j, f := range roots {
		if f != nil {
			there, at = append(there, f), append(at, p.at[j])
		}
	}
	records, which, err := w.r.keep(ctx, there, w.where(i), w.q.Need)
	if err != nil {
		return err
	}
	for j, rec := range records {
		if w.skip > 0 {
			w.skip--
			continue
		}
		if len(w.out.Records) == w.q.Limit {
			w.next = &at[which[j]]
			return nil
		}
		w.out.Records = append(w.out.Records, rec)
	}
	return nil
}

// where is what a record of a flow is looked at for: that it is meant, and that no flow before has it.
func (w *walk) where(i int) connectors.Predicate {
	terms := []connectors.Predicate{w.s.where}
	for _, earlier := range w.s.terms[:w.of[i]] {
		terms = append(terms, connectors.Not{Term: earlier})
	}
	return allOf(terms...)
}

// byKeys answers with the records that the condition names by their keys.
func (r *reader) byKeys(ctx context.Context, s selection, q connectors.Query, need []string) (connectors.Page, error) {
	out := connectors.Page{Total: -1}
	found, err := r.fetch(ctx, r.e.root, r.e.spec.Key, s.keys, need)
	if err != nil {
		return out, err
	}
	slices.SortStableFunc(found, func(a, b connectors.Fields) int { return compareFields(a, b, r.e.spec.Key) })
	records, _, err := r.keep(ctx, found, s.where, q.Need)
	if err != nil {
		return out, err
	}
	if q.Total {
		out.Total = len(records)
	}
	at := place{Offset: q.Offset}
	if q.After != "" {
		if at, err = r.e.decodeCursor(q); err != nil {
			return out, err
		}
	}
	records = records[min(at.Offset, len(records)):]
	out.Records = records[:min(q.Limit, len(records))]
	if len(out.Records) < len(records) && q.Limit > 0 {
		out.Next = r.e.encodeCursor(q, place{Offset: at.Offset + len(out.Records)})
	}
	return out, nil
}

// isNever recognises a condition that nothing satisfies.
func isNever(p connectors.Predicate) bool {
	return slices.ContainsFunc(flatten(p), func(t connectors.Predicate) bool {
		or, ok := t.(connectors.Or)
		return ok && len(or) == 0
	})
}
