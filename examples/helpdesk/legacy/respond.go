package legacy

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// ServeHTTP answers a call, in the style of the application.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	trouble := a.troubleFor(r)
	if !trouble.wait(r) || trouble.Drop == BeforeTheWork {
		panic(http.ErrAbortHandler)
	}
	rep := trouble.instead()
	if rep.status == 0 {
		rep = a.respond(r)
	}
	a.note(r, rep.status)
	if trouble.Drop == AfterTheWork {
		panic(http.ErrAbortHandler)
	}
	rep.write(w, a.style.Body, trouble.Torn)
}

// call is a request, read.
type call struct {
	*http.Request
	path  []string // its segments, decoded, without the prefix
	query url.Values
	body  any // a tree; nil: there was none
}

func (a *App) respond(r *http.Request) reply {
	c := call{Request: r, query: r.URL.Query()}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return a.refusal(malformed("the body ends early"))
	}
	var p *problem
	if c.path, p = a.segments(r.URL.EscapedPath()); p != nil {
		return a.refusal(p)
	}
	if c.body, p = a.decode(raw, r.Header.Get("Content-Type")); p != nil {
		return a.refusal(p)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.style.Auth.Kind == Session && slices.Equal(c.path, []string{"session"}) {
		return a.sign(c)
	}
	if p := a.admit(c); p != nil {
		return a.refusal(p)
	}
	return a.replayed(c, func() reply {
		rep, p := a.dispatch(c)
		a.undo.end(p != nil)
		if p != nil {
			return a.refusal(p)
		}
		return rep
	})
}

// segments are those of a path behind the prefix.
func (a *App) segments(path string) ([]string, *problem) {
	rest, ok := strings.CutPrefix(path, a.style.Prefix+"/")
	if !ok {
		return nil, notFound("page")
	}
	segments := strings.Split(rest, "/")
	for i, s := range segments {
		var err error
		if segments[i], err = url.PathUnescape(s); err != nil || s == "" {
			return nil, notFound("page")
		}
	}
	return segments, nil
}

// dispatch finds the collection, record or rows that the path names, and does what the method says.
func (a *App) dispatch(c call) (reply, *problem) {
	t := a.tables[c.path[0]]
	if t == nil || t.Hidden {
		return reply{}, notFound("page")
	}
	rest := c.path[1:]
	if len(rest) == 0 {
		return a.collection(c, t)
	}
	if len(t.Key) == 0 || len(rest) < len(t.Key) {
		return reply{}, notFound("page")
	}
	rec := t.find(rest[:len(t.Key)]...)
	if rec == nil {
		return reply{}, notFound(t.One)
	}
	switch rest = rest[len(t.Key):]; len(rest) {
	case 0:
		return a.record(c, t, rec, nil)
	case 1:
		if i := slices.IndexFunc(t.Actions, func(x Action) bool { return x.Name == rest[0] }); i >= 0 {
			return a.act(c, t, rec, t.Actions[i])
		}
	}
	i := slices.IndexFunc(t.Subs, func(s Sub) bool { return s.Name == rest[0] && !s.Inline })
	if i < 0 || len(rest) > 2 {
		return reply{}, notFound("page")
	}
	return a.under(c, rec.Row, t.Subs[i], rest[1:])
}
