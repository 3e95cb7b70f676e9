package adminapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// patience is how long a readiness probe waits for one check.
const patience = 2 * time.Second

// Check is one thing that must work before requests are welcome.
type Check struct {
	Name string
	Run  func(context.Context) error
}

// Readiness answers /readyz: 200 when every check succeeds, else 503. ?verbose lists the checks.
type Readiness struct {
	checks   []Check
	draining atomic.Bool
}

// NewReadiness is ready when all checks succeed.
func NewReadiness(checks ...Check) *Readiness { return &Readiness{checks: checks} }

// Drain makes the process not ready for good: it is about to end.
func (r *Readiness) Drain() { r.draining.Store(true) }

func (r *Readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	status, lines := http.StatusOK, []string{}
	for _, c := range append([]Check{{"serving", r.serving}}, r.checks...) {
		ctx, cancel := context.WithTimeout(req.Context(), patience)
		err := c.Run(ctx)
		cancel()
		if err != nil {
			status = http.StatusServiceUnavailable
			lines = append(lines, fmt.Sprintf("%s: %v\n", c.Name, err))
			continue
		}
		lines = append(lines, c.Name+": ok\n")
	}
	switch {
	case req.URL.Query().Has("verbose"):
		plain(w, status, strings.Join(lines, ""))
	case status == http.StatusOK:
		plain(w, status, "ready\n")
	default:
		plain(w, status, "not ready\n")
	}
}

func (r *Readiness) serving(context.Context) error {
	if r.draining.Load() {
		return errors.New("shutting down")
	}
	return nil
}
