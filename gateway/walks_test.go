package gateway

import (
	"testing"
	"time"

	"github.com/scimgate/scimgate/correlation"
)

func TestAWalkContinuesWhereItStopped(t *testing.T) {
	now := time.Unix(0, 0)
	users := correlation.Scope{App: "hr", Type: "User"}
	groups := correlation.Scope{App: "hr", Type: "Group"}
	everyone, active := listing{scope: users}, listing{scope: users, filter: "active eq true"}
	cases := []struct {
		name  string
		then  func(w *Walks)
		start int
		of    listing
		want  bool
		total int
	}{
		{"the next page is known", func(*Walks) {}, 101, everyone, true, 250},
		{"another page is not", func(*Walks) {}, 151, everyone, false, 0},
		{"another listing is not", func(*Walks) {}, 101, listing{scope: users, sort: "userName"}, false, 0},
		{"the first page always counts afresh", func(w *Walks) { w.remember(everyone, 1, "x", 9) }, 1, everyone, false, 0},
		{"a page without a cursor is not remembered", func(w *Walks) { w.remember(everyone, 201, "", 250) }, 201, everyone, false, 0},
		{"after five minutes it is forgotten", func(*Walks) { now = now.Add(walkLifetime) }, 101, everyone, false, 0},
		{"a create makes it count again", func(w *Walks) { w.wrote(users, true) }, 101, everyone, true, -1},
		{"a change does not where there is no filter", func(w *Walks) { w.wrote(users, false) }, 101, everyone, true, 250},
		{"a change does where there is one", func(w *Walks) { w.wrote(users, false) }, 101, active, true, -1},
		{"another type's writes do not matter", func(w *Walks) { w.wrote(groups, true) }, 101, everyone, true, 250},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := NewWalks(func() time.Time { return now })
			w.remember(everyone, 101, "k100", 250)
			w.remember(active, 101, "k100", 250)
			c.then(w)
			got, ok := w.find(c.of, c.start)
			if ok != c.want || got.total != c.total {
				t.Errorf("got %v, %v", got, ok)
			}
		})
	}
}

func TestTheMemoryOfWalksIsBounded(t *testing.T) {
	w := NewWalks(func() time.Time { return time.Unix(0, 0) })
	for i := range walkLimit + 10 {
		w.remember(listing{}, i+2, "k", 1)
	}
	if _, ok := w.find(listing{}, 11); ok {
		t.Error("the oldest entry is still there")
	}
	if _, ok := w.find(listing{}, 12); !ok {
		t.Error("too much was forgotten")
	}
}

func TestWithoutAMemoryNothingIsKnown(t *testing.T) {
	var w *Walks
	w.remember(listing{}, 2, "k", 1)
	w.wrote(correlation.Scope{}, true)
	if _, ok := w.find(listing{}, 2); ok {
		t.Error("a nil memory knows something")
	}
}
