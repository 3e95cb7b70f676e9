package httpapi

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/scim"
)

// flushAt is how much of a streamed answer is collected before it is sent. An error in what was collected can still
// become a proper answer.
const flushAt = 32 << 10

// writer collects the body of one answer. It goes out whole, or in parts when it grows large.
type writer struct {
	x      *exchange
	status int
	buf    []byte
}

// write renders a body and sends it. An error of render is the answer's as long as nothing is out; after that only
// breaking the connection tells the client that what it has is not whole.
func (x *exchange) write(status int, render func(w *writer) error) error {
	pooled := x.server.buffers.Get().(*[]byte)
	w := &writer{x: x, status: status, buf: (*pooled)[:0]}
	defer func() {
		*pooled = w.buf
		x.server.buffers.Put(pooled)
	}()
	x.w.Header().Set("Content-Type", scim.MediaType)
	if err := render(w); err != nil {
		if x.status == 0 {
			return err
		}
		x.abort(err)
	}
	if x.status == 0 {
		x.w.Header().Set("Content-Length", strconv.Itoa(len(w.buf)))
	}
	w.flush()
	return nil
}

// flush sends what was collected. A client that is gone is its own affair.
func (w *writer) flush() {
	if w.x.status == 0 {
		w.x.status = w.status
		w.x.w.WriteHeader(w.status)
	}
	_, _ = w.x.w.Write(w.buf)
	w.buf = w.buf[:0]
}

// abort breaks the connection.
func (x *exchange) abort(cause error) {
	x.failure = failureOf(cause)
	panic(http.ErrAbortHandler)
}

// object sends a whole object.
func (x *exchange) object(status int, o *scim.Object) error {
	return x.write(status, func(w *writer) error {
		w.buf = o.AppendJSON(w.buf)
		return nil
	})
}

// answer sends one resource, its large attributes streaming behind it.
func (x *exchange) answer(status int, a gateway.Answer) error {
	x.headers(a)
	return x.write(status, func(w *writer) error { return w.resource(a) })
}

// noContent sends 204.
func (x *exchange) noContent(a gateway.Answer) error {
	x.headers(a)
	x.status = http.StatusNoContent
	x.w.WriteHeader(x.status)
	return nil
}

func (x *exchange) headers(a gateway.Answer) {
	if a.Location != "" {
		x.w.Header().Set("Location", a.Location)
	}
	if a.Version != "" {
		x.w.Header().Set("ETag", a.Version)
	}
	if len(a.Dropped) > 0 {
		x.dropped = dropped(a.Dropped)
		x.w.Header().Set(droppedHeader, x.dropped)
	}
}

// resource appends one resource. Large attributes come last; one without elements is not there.
func (w *writer) resource(a gateway.Answer) error {
	w.buf = a.Resource.AppendJSON(w.buf)
	if len(a.Large) == 0 {
		return nil
	}
	w.buf = w.buf[:len(w.buf)-1]
	for _, name := range slices.Sorted(maps.Keys(a.Large)) {
		first := true
		for el, err := range a.Large[name] {
			if err != nil {
				return err
			}
			if first {
				if w.buf[len(w.buf)-1] != '{' {
					w.buf = append(w.buf, ',')
				}
				w.buf = append(scim.AppendJSON(w.buf, name), ":["...)
			} else {
				w.buf = append(w.buf, ',')
			}
			first = false
			if w.buf = el.AppendJSON(w.buf); len(w.buf) >= flushAt {
				w.flush()
			}
		}
		if !first {
			w.buf = append(w.buf, ']')
		}
	}
	w.buf = append(w.buf, '}')
	return nil
}

// page is what a ListResponse says about itself (RFC 7644 §3.4.2, RFC 9865 §2).
type page struct {
	total int // -1: not known
	start int // 0: by cursor
	items int
	next  string // cursor; empty on the last page, and by index
}

// list appends a ListResponse.
func (w *writer) list(p page, each func(i int) error) error {
	w.buf = append(w.buf, `{"schemas":["`+scim.MessageList+`"]`...)
	if p.total >= 0 {
		w.buf = strconv.AppendInt(append(w.buf, `,"totalResults":`...), int64(p.total), 10)
	}
	if p.start > 0 {
		w.buf = strconv.AppendInt(append(w.buf, `,"startIndex":`...), int64(p.start), 10)
	}
	w.buf = strconv.AppendInt(append(w.buf, `,"itemsPerPage":`...), int64(p.items), 10)
	if p.next != "" {
		w.buf = scim.AppendJSON(append(w.buf, `,"nextCursor":`...), p.next)
	}
	w.buf = append(w.buf, `,"Resources":[`...)
	for i := range p.items {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		if err := each(i); err != nil {
			return err
		}
		if len(w.buf) >= flushAt {
			w.flush()
		}
	}
	w.buf = append(w.buf, "]}"...)
	return nil
}

// fail answers with an error. What is not a SCIM error is a defect.
func (x *exchange) fail(err error) {
	e := failureOf(err)
	x.failure = e
	h := x.w.Header()
	h.Del("Location")
	h.Del("ETag")
	if e.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="scim"`)
	}
	if e.RetryAfter > 0 {
		h.Set("Retry-After", strconv.FormatInt(int64((e.RetryAfter+time.Second-1)/time.Second), 10))
	}
	_ = x.object(e.Status, e.Body()) // rendering it cannot fail
}

func failureOf(err error) *scim.Error {
	if e, ok := errors.AsType[*scim.Error](err); ok {
		return e
	}
	return scim.Errorf(http.StatusInternalServerError, "", "the request failed inside the gateway").Because(err)
}
