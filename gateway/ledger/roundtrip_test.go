package ledger_test

import (
	"flag"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/internal/testenv"
)

// TestMain sets how often a property is tried; -rapid.checks on the command line stands above it.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", strconv.Itoa(testenv.N(20, 1_000))); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// TestWhatIsExportedIsImportedAsItWas walks at random through what becomes of links, loses the store, and imports what
// was exported before.
func TestWhatIsExportedIsImportedAsItWas(t *testing.T) {
	people := []string{"ada", "brian", "cyd", "dora"}
	names := rapid.String().Filter(func(s string) bool { return !strings.ContainsAny(s, "\r\n") }) // CSV has one kind of line break
	rapid.Check(t, func(r *rapid.T) {
		kept, lost := newSite(t, gatewaytest.Options{}), newSite(t, gatewaytest.Options{})
		kept.employ(people...)
		lost.employ(people...)
		scope, keys := kept.users().Scope, rapid.SampledFrom([]connectors.Key{"1", "2", "3", "4"})
		r.Repeat(map[string]func(*rapid.T){
			"see": func(r *rapid.T) { kept.see(keys.Draw(r, "key")) },
			"bind": func(r *rapid.T) {
				kept.claim(correlation.Link{Key: keys.Draw(r, "key"), ExternalID: names.Draw(r, "externalId")})
			},
			"bury": func(r *rapid.T) { kept.bury(kept.see(keys.Draw(r, "key")).ID) },
			"rename": func(r *rapid.T) {
				kept.ok(kept.Links.Rekey(t.Context(), scope, keys.Draw(r, "from"), keys.Draw(r, "to")))
			},
		})
		var before, after strings.Builder
		_, err := kept.Export(t.Context(), &before, func(int) {})
		kept.ok(err)
		_, found, err := lost.Import(t.Context(), "hr.csv", strings.NewReader(before.String()), true, func(int) {})
		kept.ok(err)
		if len(found) > 0 {
			r.Fatalf("found %v in\n%s", texts(found), &before)
		}
		_, err = lost.Export(t.Context(), &after, func(int) {})
		kept.ok(err)
		was, is := rows(before.String()), rows(after.String())
		for _, row := range was {
			if !slices.Contains(is, row) {
				r.Fatalf("%q is not in\n%s", row, &after)
			}
		}
	})
}

// rows are those of a CSV file whose cells have no line breaks.
func rows(text string) []string { return strings.Split(strings.TrimSpace(text), "\n") }
