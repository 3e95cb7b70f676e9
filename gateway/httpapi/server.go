package httpapi

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"go.uber.org/zap"
	"golang.org/x/time/rate"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/scim"
)

// Authenticator finds the client of an Authorization header.
type Authenticator interface {
	Authenticate(header string) (*auth.Client, error)
}

// Observer counts. It is called once per request, when the answer is out.
type Observer interface {
	// Request reports one request. Route is a template such as "/Users/{id}", app the name of a known app; both
	// are empty when the path leads nowhere.
	Request(app, route, method string, status int, d time.Duration)
	// Tolerance reports that a request needed rule n times.
	Tolerance(app, rule string, n int)
	// Limited reports that a client asked an app more often than it may. Both names are configured.
	Limited(app, client string)
	// Unreadable reports a value of the application that counts as empty because nobody knows what it means. It is
	// called as they are read.
	Unreadable(app, field string)
}

// Options are what the handler needs beside a Runtime.
type Options struct {
	Auth      Authenticator
	Anonymous *auth.Client  // stands for whoever shows no token, and is answered by discovery alone; nil: nobody is
	PublicURL string        // without a slash at the end; empty: what the request's Host says
	MaxBody   int64         // bytes; 0: 1 MiB
	Timeout   time.Duration // of the work on one request; 0: none
	Log       *zap.Logger
	Observer  Observer         // may be nil
	Clock     func() time.Time // nil: time.Now
}

const defaultMaxBody = 1 << 20

// New serves the apps of the current Runtime.
func New(current *gateway.Current, o Options) http.Handler {
	if o.MaxBody == 0 {
		o.MaxBody = defaultMaxBody
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	s := &server{Options: o, current: current, rates: rates{clock: o.Clock, limiters: map[asking]*rate.Limiter{}}}
	s.buffers.New = func() any { return new([]byte) }
	return s
}

type server struct {
	Options
	current *gateway.Current
	routed  atomic.Pointer[routes] // of the last Runtime seen
	buffers sync.Pool              // of *[]byte
	rates   rates
	odd     sync.Map // fieldOf: those of which a value could not be read, and that is in the log
}

// ServeHTTP takes one request from its first byte to its log line. Authentication comes before routing, so that no
// route can forget it, and routes are closed to the anonymous unless they say otherwise.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{server: s, w: w, r: r, requestID: requestID(r), began: s.Clock()}
	w.Header().Set("X-Request-Id", x.requestID)
	defer x.finish()
	defer x.recover()
	client, err := s.authenticate(r.Header.Get("Authorization"))
	if err != nil {
		x.fail(unauthenticated(err))
		return
	}
	x.client = client
	runtime, release := s.current.Acquire()
	defer release()
	if s.Timeout > 0 {
		ctx, cancel := context.WithTimeout(r.Context(), s.Timeout)
		defer cancel()
		x.r = r.WithContext(ctx)
	}
	s.routesOf(runtime).serve(x)
}

// authenticate finds the client. Whoever shows a token that is none is told so, and is not anonymous.
func (s *server) authenticate(header string) (*auth.Client, error) {
	if header == "" && s.Anonymous != nil {
		return s.Anonymous, nil
	}
	return s.Auth.Authenticate(header)
}

// routesOf builds the routes of a Runtime once.
func (s *server) routesOf(r *gateway.Runtime) *routes {
	known := s.routed.Load()
	if known == nil || known.runtime != r {
		known = newRoutes(r)
		s.routed.Store(known)
	}
	return known
}

// recover answers a panic as any other defect. When the answer has begun, only breaking the connection tells the
// client that it is not whole.
func (x *exchange) recover() {
	p := recover()
	if p == nil {
		return
	}
	if err, _ := p.(error); errors.Is(err, http.ErrAbortHandler) {
		x.aborted = true
		return
	}
	x.server.Log.Error("panic", zap.String("request_id", x.requestID), zap.Any("panic", p), zap.ByteString("stack", debug.Stack()))
	if x.status != 0 {
		x.aborted = true
		return
	}
	x.fail(scim.Errorf(http.StatusInternalServerError, "", "the request failed inside the gateway"))
}

// finish reports the request: one line, without an address, a filter or anything else that names a person.
func (x *exchange) finish() {
	took := x.server.Clock().Sub(x.began)
	app := ""
	if x.app != nil {
		app = x.app.Name
	}
	fields := []zap.Field{
		zap.String("request_id", x.requestID),
		zap.String("method", method(x.r.Method)),
		zap.String("app", app),
		zap.String("route", x.route),
		zap.Int("status", x.status),
		zap.Int64("duration_ms", took.Milliseconds()),
	}
	if x.client != nil {
		fields = append(fields, zap.String("client", x.client.Name))
	}
	if x.failure != nil && x.failure.ScimType != "" {
		fields = append(fields, zap.String("scim_type", string(x.failure.ScimType)))
	}
	write := x.server.Log.Info
	if x.adopted {
		fields, write = append(fields, zap.Bool("adopted", true)), x.server.Log.Warn
	}
	if x.dropped != "" {
		fields, write = append(fields, zap.String("dropped", x.dropped)), x.server.Log.Warn
	}
	if x.failure != nil && x.status >= 500 {
		fields, write = append(fields, zap.NamedError("cause", errors.Unwrap(x.failure))), x.server.Log.Error
	}
	if x.aborted {
		fields, write = append(fields, zap.Bool("aborted", true)), x.server.Log.Error
	}
	write("request", fields...)
	if o := x.server.Observer; o != nil {
		o.Request(app, x.route, method(x.r.Method), x.status, took)
		if x.edge != nil {
			for rule, n := range x.edge.Used {
				o.Tolerance(app, string(rule), n)
			}
		}
	}
	if x.aborted {
		panic(http.ErrAbortHandler)
	}
}

// requestID is the client's, when it is harmless, or a new one.
func requestID(r *http.Request) string {
	id := r.Header.Get("X-Request-Id")
	if len(id) == 0 || len(id) > 64 {
		return rand.Text()
	}
	for i := range len(id) {
		switch c := id[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
		default:
			return rand.Text()
		}
	}
	return id
}

// method is a known method's name: what a client makes up becomes no label.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodOptions:
		return m
	}
	return "other"
}
