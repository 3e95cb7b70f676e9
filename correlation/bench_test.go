package correlation_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/testenv"
)

func BenchmarkByID(b *testing.B) {
	users := correlation.Scope{App: "hr", Type: "User"}
	durable := opener("sqlite", filepath.Join(b.TempDir(), "links.db"))(b, correlation.Options{})
	cached := correlation.Cached(durable, correlation.CacheOptions{Line: lineTo(dial(b, testenv.Redis(b)))})
	l := must[byKeys](b)(durable.See(b.Context(), users, []key{"1"}))["1"]
	l.Check = "x"
	cached.Verified(b.Context(), users, []link{l})
	for _, c := range []struct {
		name  string
		store correlation.Store
	}{{"SQLite", durable}, {"Redis before SQLite", cached}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must[byIDs](b)(c.store.ByID(b.Context(), users, []string{l.ID}))
			}
		})
	}
}

func BenchmarkSeeAPageOfKnownKeys(b *testing.B) {
	users := correlation.Scope{App: "hr", Type: "User"}
	page := make([]key, 100)
	for i := range page {
		page[i] = key(fmt.Sprint(i))
	}
	for _, c := range backends()[:2] {
		b.Run(c.name, func(b *testing.B) {
			st := c.fresh(b)(b, correlation.Options{})
			b.ReportAllocs()
			for b.Loop() {
				must[byKeys](b)(st.See(b.Context(), users, page))
			}
		})
	}
}

// BenchmarkACreate is what a create asks of the store: its intent, and the link of the new record.
func BenchmarkACreate(b *testing.B) {
	users := correlation.Scope{App: "hr", Type: "User"}
	for _, c := range backends()[:2] {
		b.Run(c.name, func(b *testing.B) {
			st := c.fresh(b)(b, correlation.Options{})
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				name := fmt.Sprint(n)
				i := must[intent](b)(st.Begin(b.Context(), intent{Scope: users, Match: name, Payload: name, Relaxed: true}))
				i.Born = time.Now()
				must[link](b)(st.Bind(b.Context(), i, link{Key: key(name)}))
			}
		})
	}
}

// BenchmarkReferencesOfAPage compares one question for the references of a page with one for each of them.
func BenchmarkReferencesOfAPage(b *testing.B) {
	users := correlation.Scope{App: "hr", Type: "User", Identity: correlation.Derived}
	page := make([]key, 100)
	for i := range page {
		page[i] = key(fmt.Sprint(i))
	}
	for _, c := range backends()[:2] {
		b.Run(c.name, func(b *testing.B) {
			st := c.fresh(b)(b, correlation.Options{})
			must[byKeys](b)(st.See(b.Context(), users, page))
			var batched, single time.Duration
			for b.Loop() {
				began := time.Now()
				must[byKeys](b)(st.ByKey(b.Context(), users, page))
				batched += time.Since(began)
				began = time.Now()
				for i := range page {
					must[byKeys](b)(st.ByKey(b.Context(), users, page[i:i+1]))
				}
				single += time.Since(began)
			}
			b.ReportMetric(0, "ns/op") // of both
			b.ReportMetric(float64(batched.Microseconds())/float64(b.N), "µs-batch")
			b.ReportMetric(float64(single.Microseconds())/float64(b.N), "µs-one-by-one")
			b.ReportMetric(float64(single)/float64(batched), "ratio")
		})
	}
}
