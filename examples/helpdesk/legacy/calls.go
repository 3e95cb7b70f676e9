package legacy

import (
	"net/http"
	"slices"
)

// Call is a call that was answered, or would have been.
type Call struct {
	Method string
	Path   string // as it was sent, percent-encoded
	Query  string
	Status int
}

func (c Call) String() string {
	if c.Query == "" {
		return c.Method + " " + c.Path
	}
	return c.Method + " " + c.Path + "?" + c.Query
}

// remembered is how many calls are kept: of more, the later ones.
const remembered = 20_000

// Calls are those since the start, or since Forget.
func (a *App) Calls() []Call {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.calls)
}

// Forget empties the log of calls.
func (a *App) Forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls = nil
}

func (a *App) note(r *http.Request, status int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.calls) == remembered {
		a.calls = slices.Delete(a.calls, 0, remembered/2)
	}
	a.calls = append(a.calls, Call{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, status})
}
