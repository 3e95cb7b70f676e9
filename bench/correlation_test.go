package bench

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/scimgate/scimgate/internal/demo"
	"github.com/scimgate/scimgate/internal/testenv"
)

// BenchmarkCorrelation compares what the same people cost whose ids are their keys, which need no store, with derived ids
// that are asked of a store on PostgreSQL, and of a Redis before it that knows them.
func BenchmarkCorrelation(b *testing.B) {
	const few = 1_000
	dsn := testenv.Postgres(b)
	conn, err := pgx.Connect(b.Context(), dsn)
	if err != nil {
		b.Fatal(err)
	}
	if err := demo.FillPostgres(b.Context(), conn, few); err != nil {
		b.Fatal(err)
	}
	if err := conn.Close(b.Context()); err != nil {
		b.Fatal(err)
	}
	byKey := func(app string) string { return strings.ReplaceAll(app, "    match:", "    identity: key\n    match:") }
	as := func(app string) string { return app }
	store := func() string { return fmt.Sprintf("store: {type: postgres, dsn: %q}\n", testenv.Postgres(b)) }
	key := serve(b, "key", gatewayWith(b, dsn, time.Now, byKey, ""))
	derived := []*side{
		serve(b, "store", gatewayWith(b, dsn, time.Now, as, store())),
		serve(b, "redis", gatewayWith(b, dsn, time.Now, as, store()+fmt.Sprintf("redis: {url: %q}\n", testenv.Redis(b)))),
	}
	page := func(n int) (string, string, string) {
		return http.MethodGet, fmt.Sprintf("/Users?startIndex=%d&count=100", 1+n%10*100), ""
	}
	read := func(id func(n int) string) func(n int) (string, string, string) {
		return func(n int) (string, string, string) { return http.MethodGet, "/Users/" + id(1+n%few), "" }
	}
	for _, s := range derived {
		for n := range few / 100 { // an id is known once it was given out
			method, path, body := page(n)
			s.do(b, method, path, body)
		}
	}
	for _, op := range []struct {
		name      string
		us, plain func(n int) (string, string, string)
	}{
		{"get by id", read(func(n int) string { return idOf("User", n) }), read(func(n int) string { return fmt.Sprint(n) })},
		{"page of 100", page, page},
	} {
		for _, s := range derived {
			b.Run(op.name+"/"+s.name, func(b *testing.B) {
				var us, plain measure
				n := 0
				for b.Loop() {
					us, plain = measure{}, measure{}
					new(measure).turn(b, s, operation{request: op.us}, n)
					new(measure).turn(b, key, operation{request: op.plain}, n)
					for range rounds {
						n += batch
						plain.turn(b, key, operation{request: op.plain}, n)
						us.turn(b, s, operation{request: op.us}, n)
					}
				}
				b.ReportMetric(0, "ns/op") // of the whole run: says nothing
				b.ReportMetric(us.micros(), "µs")
				b.ReportMetric(plain.micros(), "µs-key")
				b.ReportMetric(us.micros()/plain.micros(), "ratio")
			})
		}
	}
}
