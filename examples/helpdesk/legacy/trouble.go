package legacy

import (
	"net/http"
	"strings"
	"time"
)

// Trouble is something that goes wrong with calls.
type Trouble struct {
	Method string // empty: any
	Path   string // the beginning of the paths; empty: all
	After  int    // so many calls go well before
	Times  int    // so many calls meet it; 0: all until Calm

	Wait       time.Duration // before anything is done
	Status     int           // instead of doing anything
	RetryAfter string        // the header beside Status
	Drop       Drop
	Torn       bool // the answer ends in the middle of its body
}

// Drop is when the connection is closed without an answer.
type Drop int

// The moments of a Drop.
const (
	NoDrop Drop = iota
	BeforeTheWork
	AfterTheWork
)

// Cause makes trouble, in addition to what there is. A call meets the first that is for it.
func (a *App) Cause(t ...Trouble) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range t {
		if t.Times == 0 {
			t.Times = -1
		}
		a.troubles = append(a.troubles, t)
	}
}

// Calm ends all trouble.
func (a *App) Calm() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.troubles = nil
}

func (a *App) troubleFor(r *http.Request) Trouble {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range a.troubles {
		t := &a.troubles[i]
		if t.Times == 0 || t.Method != "" && t.Method != r.Method || !strings.HasPrefix(r.URL.Path, t.Path) {
			continue
		}
		if t.After > 0 {
			t.After--
			return Trouble{}
		}
		t.Times--
		return *t
	}
	return Trouble{}
}

// wait is false when the caller did not wait.
func (t Trouble) wait(r *http.Request) bool {
	if t.Wait == 0 {
		return true
	}
	over := time.NewTimer(t.Wait)
	defer over.Stop()
	select {
	case <-over.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// instead is the answer that is given in the place of doing anything; without a status there is none.
func (t Trouble) instead() reply {
	rep := reply{status: t.Status, header: http.Header{}}
	if t.RetryAfter != "" {
		rep.header.Set("Retry-After", t.RetryAfter)
	}
	return rep
}
