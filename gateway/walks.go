package gateway

import (
	"container/list"
	"sync"
	"time"

	"github.com/scimgate/scimgate/correlation"
)

const (
	walkLifetime = 5 * time.Minute
	walkLimit    = 4096 // entries; the oldest goes first
)

// Walks remembers where the pages of listings ended, so that a client that walks a listing page by page makes the
// application neither count nor skip again for every page. It is a memory and no promise: what it does not know is
// asked again. The first page of a listing always counts afresh. Walks is safe for concurrent use; a nil one
// remembers nothing.
type Walks struct {
	clock   func() time.Time
	mu      sync.Mutex
	entries map[place]*list.Element
	order   list.List // of *walk, oldest first
}

// listing is what a client walks through.
type listing struct {
	scope  correlation.Scope
	filter string // canonical text
	sort   string
	desc   bool
}

// place is where a page of a listing begins.
type place struct {
	listing
	start int
}

// walk is what is known about a place.
type walk struct {
	at      place
	after   string // the connector's cursor
	total   int    // -1: has to be counted again
	expires time.Time
}

// NewWalks makes an empty memory.
func NewWalks(clock func() time.Time) *Walks {
	return &Walks{clock: clock, entries: map[place]*list.Element{}}
}

// find returns what is known about the page that begins at start.
func (w *Walks) find(l listing, start int) (walk, bool) {
	if w == nil || start <= 1 {
		return walk{}, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	e, ok := w.entries[place{l, start}]
	if !ok {
		return walk{}, false
	}
	found := e.Value.(*walk)
	if !w.clock().Before(found.expires) {
		w.drop(e)
		return walk{}, false
	}
	return *found, true
}

// remember notes where the next page of l begins.
func (w *Walks) remember(l listing, start int, after string, total int) {
	if w == nil || after == "" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	at := place{l, start}
	if e, ok := w.entries[at]; ok {
		w.drop(e)
	}
	for len(w.entries) >= walkLimit {
		w.drop(w.order.Front())
	}
	w.entries[at] = w.order.PushBack(&walk{at: at, after: after, total: total, expires: w.clock().Add(walkLifetime)})
}

// wrote notes a write to the records of s: totals have to be counted again. A write that neither adds nor removes a
// record cannot change the total of a listing without a filter.
func (w *Walks) wrote(s correlation.Scope, addsOrRemoves bool) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for e := w.order.Front(); e != nil; e = e.Next() {
		if known := e.Value.(*walk); known.at.scope == s && (addsOrRemoves || known.at.filter != "") {
			known.total = -1
		}
	}
}

func (w *Walks) drop(e *list.Element) {
	delete(w.entries, e.Value.(*walk).at)
	w.order.Remove(e)
}
