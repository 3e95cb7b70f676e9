package sql

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// List answers q: one statement for the records, one per relation, and one for the total if it is asked for.
func (e *entity) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	e = e.during(ctx)
	var page connectors.Page
	err := e.db.Read(ctx, func(db sqldb.Querier) (err error) {
		page, err = e.list(ctx, sender{q: db}, q)
		return err
	})
	return page, e.failure("list", err)
}

func (e *entity) list(ctx context.Context, s sender, q connectors.Query) (connectors.Page, error) {
	page := connectors.Page{Total: -1}
	p, err := e.plan(q.Need)
	if err != nil {
		return page, err
	}
	if connectors.PushOf(e.shape, q.Where) == connectors.No {
		return page, unsupported("", "the condition lies outside the shape")
	}
	if q.After != "" && q.Offset > 0 {
		return page, unsupported("", "a page begins at an offset or behind another page")
	}
	order, err := e.ordering(p, q.Order)
	if err != nil {
		return page, err
	}
	if q.Limit > 0 {
		if page.Records, page.Next, err = e.records(ctx, s, p, order, q); err != nil {
			return page, err
		}
	}
	if q.Total {
		err = s.query(ctx, e.countStatement(q.Where), func(scan scanner) error { return scan(&page.Total) })
	}
	return page, err
}

// criterion is one field that records are ordered by, and where its value is read.
type criterion struct {
	field
	desc bool
	at   int
}

// criteria are the fields of an order.
func criteria(order []criterion) []field {
	fields := make([]field, len(order))
	for i, o := range order {
		fields[i] = o.field
	}
	return fields
}

// ordering adds the fields of the order to what is read, for Page.Next.
func (e *entity) ordering(p *plan, orders []connectors.Order) ([]criterion, error) {
	order := make([]criterion, len(orders))
	for i, o := range orders {
		f, ok := e.fields[o.Field]
		if !ok || !e.shape.Sort(o.Field) {
			return nil, unsupported(o.Field, "nothing is ordered by it")
		}
		order[i] = criterion{f, o.Desc, p.sel.add(f)}
	}
	return order, nil
}

// records reads one more than the page holds, to know whether there is another page.
func (e *entity) records(ctx context.Context, s sender, p *plan, order []criterion, q connectors.Query) ([]connectors.Record, string, error) {
	st, err := e.listStatement(p, order, q)
	if err != nil {
		return nil, "", err
	}
	relations := p.relations
	p.relations = nil // not for the record that only shows that there is more
	found, err := e.read(ctx, s, p, st)
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(found) > q.Limit {
		found = found[:q.Limit]
		last := found[q.Limit-1]
		for _, o := range order {
			if slices.Contains(last.odd, o.at) {
				return nil, "", fmt.Errorf("a page cannot end at a value of %s that is not of its type", o.column.name)
			}
		}
		next = cursorOf(e, order, p.key, last.values)
	}
	for _, r := range found {
		if len(relations) > 0 {
			r.Rows = make(map[string][]connectors.Row, len(relations))
		}
	}
	if err := e.readRelations(ctx, s, relations, found); err != nil {
		return nil, "", err
	}
	records := make([]connectors.Record, len(found))
	for i, r := range found {
		records[i] = r.Record
	}
	return records, next, nil
}

func (e *entity) listStatement(p *plan, order []criterion, q connectors.Query) (statement, error) {
	b := e.builder()
	use := e.bounds()
	use.addOf(&e.root, q.Where)
	p.selectFrom(b, e, use)
	b.write(" WHERE ").visible(e)
	b.and(&e.root, q.Where)
	if q.After != "" {
		c, err := readCursor(e, order, q.After)
		if err != nil {
			return statement{}, err
		}
		b.write(" AND ").after(e, order, c)
	}
	b.write(" ORDER BY ")
	for i, o := range order {
		b.write(strings.Repeat(", ", min(i, 1)))
		b.orderBy(o.field, o.desc)
	}
	b.thenByKey(criteria(order), e.root.fields(e.key))
	b.page(q.Limit+1, q.Offset)
	return b.statement(), nil
}

// page writes which of the rows are wanted. Both numbers are the client's, so they are bound.
func (b *builder) page(limit, offset int) {
	placeOffset := ""
	if offset > 0 {
		placeOffset = b.place(int64(offset))
	}
	b.write(b.d.Page(b.place(int64(limit)), placeOffset))
}

// few writes that no more than so many rows are wanted, in any order.
func (b *builder) few(limit int) {
	b.write(b.d.grammar().unsorted, b.d.Page(strconv.Itoa(limit), ""))
}

func (e *entity) countStatement(where connectors.Predicate) statement {
	b := e.builder()
	use := e.bounds()
	use.addOf(&e.root, where)
	b.write("SELECT count(*)").from(&e.root, use)
	b.write(" WHERE ").visible(e)
	b.and(&e.root, where)
	return b.statement()
}
