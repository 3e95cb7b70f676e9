package connectortest

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

// Harness is what a connector's test supplies.
type Harness struct {
	// New makes an application of its own with these tables, their rows inserted in order, and opens a connector
	// to it. Generated columns go on behind the highest value given. What New makes ends with t.
	New func(t testing.TB, tables []Table) App
	// Indirect says that records are written otherwise than they are read, so that no field is known to be Distinct.
	Indirect bool
	// Refuses are the codes of findings by which the connector may refuse a Spec that asks for more than its applications
	// can do. What is tested with such a Spec is skipped.
	Refuses []string
	// Keeps reports whether the application can be told a text, and tells it as it is; nil: every text without a NUL.
	Keeps func(text string) bool
	// Seed begins the random tests; 0 draws one, and each test prints it.
	Seed uint64
}

// keeps reports whether text can be in the application.
func (h Harness) keeps(text string) bool {
	return !strings.Contains(text, "\x00") && (h.Keeps == nil || h.Keeps(text))
}

// App is one application with an open connector. Rows and Insert go to it directly, past the connector.
type App struct {
	Connector connectors.Connector
	// Rows reads a whole table, every column of every row, each value of its column's type or nil. Rows come in
	// the order of the primary key, or in any order where the table has none.
	Rows func(t testing.TB, table string) []connectors.Fields
	// Insert adds rows; a column that a row does not name gets its default.
	Insert func(t testing.TB, table string, rows ...connectors.Fields)
}

// Run runs the whole suite.
func Run(t *testing.T, h Harness) {
	for _, g := range groups() {
		t.Run(g.name, func(t *testing.T) {
			for _, c := range g.tests {
				t.Run(c.name, func(t *testing.T) { c.run(t, h) })
			}
		})
	}
}

// A group is the tests of one obligation; their names are sentences.
type group struct {
	name  string
	tests []test
}

type test struct {
	name string
	run  func(t *testing.T, h Harness)
}

func groups() []group {
	return []group{
		{"open", openTests()},
		{"get", getTests()},
		{"list", listTests()},
		{"paging", pagingTests()},
		{"rows", rowsTests()},
		{"create", createTests()},
		{"sources", sourceTests()},
		{"keys", keyTests()},
		{"brings", bringTests()},
		{"update", updateTests()},
		{"row changes", rowChangeTests()},
		{"rows that are only hidden", hiddenRowTests()},
		{"delete", deleteTests()},
		{"bounds", boundsTests()},
		{"joins", joinTests()},
		{"joined writes", joinWriteTests()},
		{"current rows", currentTests()},
		{"clock", clockTests()},
		{"membership", membershipTests()},
		{"held records", heldTests()},
		{"values", valuesTests()},
		{"rows of several kinds", nestedTests()},
		{"hostile texts", hostileTests()},
		{"contexts", contextTests()},
		{"explain", explainTests()},
		{"laws", lawTests()},
		{"histories", historyTests()},
	}
}
