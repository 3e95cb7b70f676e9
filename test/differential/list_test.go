package differential

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/scim/filter"
)

// TestSQLAnswersWhatTheFilterMeans asks for random lists, on the databases taken together 2,000 or 100,000 of them.
func TestSQLAnswersWhatTheFilterMeans(t *testing.T) {
	const round = 500 // lists of one population
	onEach(t, func(t *testing.T, dialect string, r *rand.Rand) {
		for n := range testenv.N(1_000, 50_000) / round {
			// Each round is a test of its own, so that its site is gone when the next one comes.
			ok := t.Run(fmt.Sprint("round ", n+1), func(t *testing.T) {
				s := open(t, dialect)
				s.run(t, populate(dialect, r, 40))
				p := newPopulation(t, s)
				for range round {
					q := p.query(t, r)
					if difference := p.check(t, q); difference != "" {
						q, difference = p.smallest(t, q, difference)
						t.Fatalf("%s\n%s", describe(q), difference)
					}
				}
			})
			if !ok {
				return
			}
		}
	})
}

// query is a random list; Count is the size of its pages and Cursor how they are asked for.
func (p population) query(t *testing.T, r *rand.Rand) gateway.Query {
	t.Helper()
	q := gateway.Query{Start: 1, Count: pick(r, 1, 3, 7, 20, 39, 40), View: view()}
	if r.IntN(20) > 0 {
		q.Filter = bound(t, p.users, drawer{r, p.people, p.groups}.filter(3))
	}
	if r.IntN(3) > 0 {
		q.SortBy, q.Desc = sortPath(t, p.users, r), r.IntN(2) == 0
	}
	if r.IntN(2) == 0 {
		q.Cursor = new(string)
	}
	return q
}

// check says how the answer is different from what it should be.
func (p population) check(t *testing.T, q gateway.Query) string {
	t.Helper()
	if q.Filter != nil {
		q.Text = filter.Print(q.Filter)
	}
	var want []string
	for _, r := range p.all {
		if filter.Match(q.Filter, r) {
			want = append(want, r.Text("id"))
		}
	}
	whole := q
	whole.Count, whole.Cursor = 1000, nil
	l, err := p.users.List(t.Context(), whole)
	if err != nil {
		return err.Error()
	}
	got := ids(l)
	switch a, b := slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want)); {
	case !slices.Equal(a, b):
		return fmt.Sprintf("these are missing:\n%sand these too many:\n%s", p.show(without(b, a)), p.show(without(a, b)))
	case l.Total != len(want):
		return fmt.Sprintf("the total is %d of %d", l.Total, len(want))
	}
	if d := p.disorder(q, l); d != "" {
		return d
	}
	walked, d := p.walk(t, q, len(want))
	if d == "" && !slices.Equal(walked, got) {
		d = fmt.Sprintf("page by page they are\n%v, and on one page\n%v", walked, got)
	}
	return d
}

// walk reads all pages.
func (p population) walk(t *testing.T, q gateway.Query, total int) (list []string, difference string) {
	t.Helper()
	for len(list) <= total { // more would be a repeat
		l, err := p.users.List(t.Context(), q)
		if err != nil {
			return nil, err.Error()
		}
		if byIndex := q.Cursor == nil; byIndex && l.Total != total || !byIndex && l.Total != -1 && l.Total != total {
			return nil, fmt.Sprintf("the total is %d of %d on the page from %d", l.Total, total, len(list)+1)
		}
		list = append(list, ids(l)...)
		switch {
		case q.Cursor != nil && l.Next == "", q.Cursor == nil && len(l.Resources) < q.Count:
			return list, ""
		case q.Cursor != nil:
			q.Cursor = &l.Next
		default:
			q.Start += len(l.Resources)
		}
	}
	return list, ""
}

func ids(l gateway.List) []string {
	list := make([]string, len(l.Resources))
	for i, a := range l.Resources {
		list[i] = a.Resource.Text("id")
	}
	return list
}
