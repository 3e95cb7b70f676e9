package bench

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"testing"
	"time"
)

// operation is one kind of request; request makes the n-th of them.
type operation struct {
	name    string
	target  float64 // ratio
	request func(n int) (method, path, body string)
}

func operations(staff int) []operation {
	return []operation{
		{"get by id", 1.6, func(n int) (string, string, string) {
			return http.MethodGet, "/Users/" + idOf("User", 1+n%staff), ""
		}},
		{"match by userName", 1.6, func(n int) (string, string, string) {
			return http.MethodGet, "/Users?filter=" + url.QueryEscape(fmt.Sprintf("userName eq %q", logins[n%len(logins)])), ""
		}},
		{"page of 100", 2, func(n int) (string, string, string) {
			return http.MethodGet, fmt.Sprintf("/Users?startIndex=%d&count=100", 1+n%10*100), ""
		}},
		{"patch active", 1.6, func(n int) (string, string, string) {
			return http.MethodPatch, "/Users/" + idOf("User", 1+n%staff), fmt.Sprintf(
				`{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":%t}]}`, n/staff%2 == 1)
		}},
		{"create", 1.6, func(n int) (string, string, string) {
			return http.MethodPost, "/Users", fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"new.hire.%d",
			"name":{"givenName":"New","familyName":"Hire"},"emails":[{"value":"new.hire.%d@corp.example","type":"work","primary":true}],"active":true}`, n, n)
		}},
	}
}

// logins of employees, in the letter case of somebody else.
var logins = []string{"ZOE.OBRIEN", "Wei.Silva", "jose.kim", "Amelie.Dlamini", "priya.smith", "ANNA.TANAKA"}

const (
	staff  = 100_000
	rounds = 10
	batch  = 100 // requests of a round
)

// BenchmarkAgainstHandwritten reports the median time of a request on either side, their ratio, and what a request
// allocates. The sides take turns, so that whatever else the machine does happens to both.
func BenchmarkAgainstHandwritten(b *testing.B) {
	ours, theirs := sides(b, staff)
	for _, op := range operations(staff) {
		n := 0
		b.Run(op.name, func(b *testing.B) {
			var us, them measure
			for b.Loop() {
				us, them = measure{}, measure{}
				new(measure).turn(b, ours, op, n)
				new(measure).turn(b, theirs, op, n)
				for range rounds {
					n += batch
					them.turn(b, theirs, op, n)
					us.turn(b, ours, op, n)
				}
				n += batch
			}
			b.ReportMetric(0, "ns/op") // of the whole run: says nothing
			b.ReportMetric(us.micros(), "µs-gateway")
			b.ReportMetric(them.micros(), "µs-handwritten")
			b.ReportMetric(us.micros()/them.micros(), "ratio")
			b.ReportMetric(op.target, "target")
			b.ReportMetric(us.allocated(), "allocs-gateway")
			b.ReportMetric(them.allocated(), "allocs-handwritten")
		})
	}
}

// measure is what the requests to one side took.
type measure struct {
	times  []time.Duration
	allocs uint64
}

// turn sends one batch. Both sides have the same client in the same process, whose allocations are part of either's.
func (m *measure) turn(b *testing.B, s *side, op operation, n int) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range batch {
		method, path, body := op.request(n + i)
		began := time.Now()
		s.do(b, method, path, body)
		m.times = append(m.times, time.Since(began))
	}
	runtime.ReadMemStats(&after)
	m.allocs += after.Mallocs - before.Mallocs
}

// micros is the median time of a request in microseconds: a disk that is busy with something else delays few of many.
func (m *measure) micros() float64 {
	slices.Sort(m.times)
	return float64((m.times[(len(m.times)-1)/2] + m.times[len(m.times)/2]).Microseconds()) / 2
}

// allocated is how many objects a request allocates.
func (m *measure) allocated() float64 { return math.Round(float64(m.allocs) / float64(len(m.times))) }
