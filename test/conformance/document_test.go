package conformance

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite docs/reference/scim-conformance.md")

const document = "../../docs/reference/scim-conformance.md"

func TestTheDocumentListsEveryLine(t *testing.T) {
	want := render()
	if *update {
		if err := os.MkdirAll(filepath.Dir(document), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(document, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("it is out of date; go test ./test/conformance -run TheDocument -update writes it (-want +got):\n%s", diff)
	}
}

const preface = `# What of SCIM is served

<!-- go test ./test/conformance -run TheDocument -update writes this file. -->

Every line is a promise of RFC 7643, RFC 7644 or RFC 9865, or a fault of other service providers that clients have
suffered from. Beside it stands the test that asks the running gateway for it, over HTTP, with the HR example on SQLite
and again on PostgreSQL:

    go run ./internal/testenv/services -- go test ./test/conformance -run 'TestChecklist/.*/filters/and-binds-tighter-than-or'

`

func render() string {
	var b strings.Builder
	lines := 0
	for _, sec := range checklist() {
		lines += len(sec.lines)
	}
	fmt.Fprintf(&b, "%sThere are %d lines.\n", preface, lines)
	for _, sec := range checklist() {
		fmt.Fprintf(&b, "\n## %s\n\n| source | what holds | test |\n|---|---|---|\n", sec.title)
		for _, l := range sec.lines {
			fmt.Fprintf(&b, "| %s | %s | `%s/%s` |\n", cite(l.source), l.claim, sec.name, l.name())
		}
	}
	return b.String()
}

// cite writes "7644 3.3" as RFC 7644 §3.3.
func cite(source string) string {
	rfc, place, ok := strings.Cut(source, " ")
	if !ok || strings.Trim(rfc, "0123456789") != "" {
		return source
	}
	return "RFC " + rfc + " §" + place
}
