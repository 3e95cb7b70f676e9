package correlation_test

import (
	"strings"
	"sync"

	"github.com/scimgate/scimgate/correlation"
)

// scanCases are about how far the records of a scope were read.
func scanCases() []storeCase {
	scanned := func(f *fixture, s correlation.Scope) correlation.Scan {
		f.Helper()
		return must[correlation.Scan](f)(f.store.Scanned(f.Context(), s))
	}
	return []storeCase{
		{"a scope was not scanned before somebody says so, and each scope by itself", func(f *fixture) {
			f.equal(scanned(f, f.users), correlation.Scan{})
			how := correlation.Scan{Completed: f.clock.Now().UTC(), Records: 7, New: 3}
			f.ok(f.store.Scan(f.Context(), f.users, how))
			f.equal(scanned(f, f.users), how)
			f.equal(scanned(f, f.groups), correlation.Scan{})
		}},
		{"a scan goes on where it was, elsewhere too, and can begin again", func(f *fixture) {
			for _, after := range []string{"1", "\x00\xff" + strings.Repeat("long", 1000), ""} {
				how := correlation.Scan{After: after, Records: 500, New: 400}
				f.ok(f.store.Scan(f.Context(), f.users, how))
				f.equal(must[correlation.Scan](f)(f.open().Scanned(f.Context(), f.users)), how)
			}
			f.ok(f.store.Scan(f.Context(), f.users, correlation.Scan{Completed: f.clock.Now()}))
			f.ok(f.store.Scan(f.Context(), f.users, correlation.Scan{}))
			f.equal(scanned(f, f.users), correlation.Scan{})
		}},
		{"many may note at once", func(f *fixture) {
			var wg sync.WaitGroup
			for range 4 {
				st := f.open()
				wg.Go(func() {
					if err := st.Scan(f.Context(), f.users, correlation.Scan{Records: 5}); err != nil {
						f.Error(err)
					}
				})
			}
			wg.Wait()
			f.equal(scanned(f, f.users).Records, 5)
		}},
	}
}
