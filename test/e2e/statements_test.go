package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv"
)

const smallTable = 1_000 // rows of a table that may be scanned whole

// staff is how many employees there are.
func staff() int { return testenv.N(100_000, 1_000_000) }

// TestForAHundredThousandEmployees counts the statements that PostgreSQL executes and the rows that their plans
// look at.
func TestForAHundredThousandEmployees(t *testing.T) {
	dsn, _ := hrDatabase(t, staff())
	w, through := tap(t, dsn)
	c := serve(t, through)
	id := c.id("/Users", `userName eq "aoife.osuilleabhain"`)
	w.take()

	page := func(start, count int) string {
		return fmt.Sprintf("/Users?startIndex=%d&count=%d", start, count)
	}
	byName := "/Users?filter=" + url.QueryEscape(`userName eq "Aoife.OSuilleabhain"`)
	requests := []struct {
		name, path string
		statements int // the page or record, its phones, addresses, job roles and groups, and the COUNT of a page
	}{
		{"a user by name", byName, 5},
		{"a user by id", "/Users/" + id, 5},
		{"a user by id with two attributes", "/Users/" + id + "?attributes=userName,name", 4}, // its ETag covers the rest
		{"a page of ten with phones and groups", page(1, 10), 6},
		{"a page of a hundred with phones and groups", page(1, 100), 6},
		{"a page far behind", page(301, 100), 6},
		{"a page of two attributes", page(1, 100) + "&attributes=userName,name", 2},
	}
	for _, r := range requests {
		t.Run(r.name, func(t *testing.T) {
			c.t = t
			// Groups that were never seen before are looked up, all at once; the second time they are known.
			for _, spare := range []int{1, 0} {
				if a := c.do(http.MethodGet, r.path, ""); a.Status != http.StatusOK {
					t.Fatalf("%d %v", a.Status, a.Body)
				}
				statements := w.take()
				if n := len(statements); n < r.statements || n > r.statements+spare {
					t.Errorf("%d statements, want %d:\n%s", n, r.statements, texts(statements))
				}
				noScans(t, statements)
			}
		})
	}
}

// noScans checks that no plan looks at many rows of a table, but for the COUNT behind totalResults.
func noScans(t *testing.T, statements []statement) {
	t.Helper()
	for _, s := range statements {
		if counts(s) {
			continue
		}
		s.Plan.scans(func(node plan, rows float64) {
			if rows > smallTable {
				t.Errorf("%s on %s %s looks at %.0f rows in\n%s", node.Node, node.Relation, node.Index, rows, s.Text)
			}
		})
	}
}

func TestAWalkOverAListingCountsItOnce(t *testing.T) {
	dsn, _ := hrDatabase(t, 2_000)
	w, through := tap(t, dsn)
	c := serve(t, through)
	seen, counted := map[string]bool{}, 0
	for start := 1; start <= 2_000; start += 250 {
		a := c.do(http.MethodGet, fmt.Sprintf("/Users?startIndex=%d&count=250&attributes=userName", start), "")
		if a.Status != http.StatusOK || a.Body["totalResults"] != 2_000.0 {
			t.Fatalf("%d, totalResults %v", a.Status, a.Body["totalResults"])
		}
		for _, r := range a.Body["Resources"].([]any) {
			seen[r.(map[string]any)["id"].(string)] = true
		}
		for _, s := range w.take() {
			if counts(s) {
				counted++
			}
		}
	}
	if len(seen) != 2_000 {
		t.Errorf("the pages hold %d different users, want 2000", len(seen))
	}
	if counted != 1 {
		t.Errorf("the database counted %d times", counted)
	}
}

// A filter that no index answers must be seen as what it is, or the other tests see nothing either.
func TestTheWireSeesAScanWhereThereIsOne(t *testing.T) {
	dsn, _ := hrDatabase(t, 2_000)
	w, through := tap(t, dsn)
	c := serve(t, through)
	w.take()
	c.find("/Users", `title co "Engineer"`)
	seen := 0.0
	for _, s := range w.take() {
		if !counts(s) {
			s.Plan.scans(func(node plan, rows float64) { seen = max(seen, rows) })
		}
	}
	if seen < smallTable {
		t.Errorf("the largest scan that was seen looked at %.0f rows", seen)
	}
}

// counts reports whether a statement is the COUNT behind totalResults, which has to look at everything.
func counts(s statement) bool {
	text := strings.ToLower(strings.Join(strings.Fields(s.Text), " "))
	return strings.HasPrefix(text, "select count(")
}

func texts(list []statement) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString("  " + s.Text + "\n")
	}
	return b.String()
}
