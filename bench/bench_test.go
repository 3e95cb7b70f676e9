package bench

import (
	"fmt"
	"net/http"
	"net/url"
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

var operations = []operation{
	{"get by id", 2, func(n int) (string, string, string) {
		return http.MethodGet, "/Users/" + idOf("User", 1+n%staff), ""
	}},
	{"match by userName", 2, func(n int) (string, string, string) {
		return http.MethodGet, "/Users?filter=" + url.QueryEscape(fmt.Sprintf("userName eq %q", logins[n%len(logins)])), ""
	}},
	{"page of 100", 2.5, func(n int) (string, string, string) {
		return http.MethodGet, fmt.Sprintf("/Users?startIndex=%d&count=100", 1+n%10*100), ""
	}},
	{"patch active", 2, func(n int) (string, string, string) {
		return http.MethodPatch, "/Users/" + idOf("User", 1+n%staff), fmt.Sprintf(
			`{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":%t}]}`, n/staff%2 == 1)
	}},
	{"create", 2, func(n int) (string, string, string) {
		return http.MethodPost, "/Users", fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"new.hire.%d",
			"name":{"givenName":"New","familyName":"Hire"},"emails":[{"value":"new.hire.%d@corp.example","type":"work","primary":true}],"active":true}`, n, n)
	}},
}

// logins of employees, in the letter case of somebody else.
var logins = []string{"ZOE.OBRIEN", "Wei.Silva", "jose.kim", "Amelie.Dlamini", "priya.smith", "ANNA.TANAKA"}

const (
	rounds = 10
	batch  = 100 // requests of a round
)

// BenchmarkAgainstHandwritten reports the median time of a request on either side and their ratio. The sides take turns,
// so that whatever else the machine does happens to both.
func BenchmarkAgainstHandwritten(b *testing.B) {
	ours, theirs := sides(b)
	for _, op := range operations {
		b.Run(op.name, func(b *testing.B) {
			var us, them []time.Duration
			n := 0
			for b.Loop() {
				us, them = us[:0], them[:0]
				turn(b, ours, op, n)
				turn(b, theirs, op, n)
				for range rounds {
					n += batch
					them = append(them, turn(b, theirs, op, n))
					us = append(us, turn(b, ours, op, n))
				}
				n += batch
			}
			b.ReportMetric(0, "ns/op") // of the whole run: says nothing
			b.ReportMetric(micros(us), "µs-gateway")
			b.ReportMetric(micros(them), "µs-handwritten")
			b.ReportMetric(micros(us)/micros(them), "ratio")
			b.ReportMetric(op.target, "target")
		})
	}
}

// turn is the mean time of a request in one batch.
func turn(b *testing.B, s *side, op operation, n int) time.Duration {
	began := time.Now()
	for i := range batch {
		method, path, body := op.request(n + i)
		s.do(b, method, path, body)
	}
	return time.Since(began) / batch
}

// micros is the median in microseconds.
func micros(list []time.Duration) float64 {
	slices.Sort(list)
	return float64((list[(len(list)-1)/2] + list[len(list)/2]).Microseconds()) / 2
}
