package scim

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite docs/reference/tolerances.md")

const documentHead = `# Tolerances

What real clients send beside the RFCs, and is accepted. What is answered is canonical all the same. Each use is counted
in the metric ` + "`scimgate_tolerances_total{app, rule}`" + `. The app file switches each on or off in its ` + "`scim:`" + ` section; see
[the mapping language](../mapping-language.md#what-clients-send-and-expect).

| rule | accepts | default |
|---|---|---|
`

func TestTheDocumentListsEveryTolerance(t *testing.T) {
	const file = "../docs/reference/tolerances.md"
	var b strings.Builder
	b.WriteString(documentHead)
	for _, r := range Tolerances() {
		standard := "on"
		if r.OptIn() {
			standard = "off"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.Tolerance, r.Accepts, standard)
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(have), b.String()); diff != "" {
		t.Errorf("go test ./scim -update writes it (-is +should be):\n%s", diff)
	}
}

func TestToleranceNamesFitAppFilesAndMetrics(t *testing.T) {
	seen := map[Tolerance]bool{}
	for _, r := range Tolerances() {
		if strings.Trim(string(r.Tolerance), "abcdefghijklmnopqrstuvwxyz_") != "" || seen[r.Tolerance] {
			t.Errorf("%q is no name, or there twice", r.Tolerance)
		}
		seen[r.Tolerance] = true
		if r.Accepts == "" || strings.ContainsAny(r.Accepts, "|\n") {
			t.Errorf("%s has no line of its own: %q", r.Tolerance, r.Accepts)
		}
	}
}
