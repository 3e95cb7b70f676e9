package diag_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/diag"
)

var (
	typo = diag.Finding{
		Pos: diag.Position{File: "hr.yaml", Line: 4, Col: 7}, Severity: diag.Error, Code: "mapping/unknown-key",
		Message: `unknown key "atributes"`, Hint: "did you mean attributes?", Source: "      atributes:",
	}
	doubt = diag.Finding{
		Pos: diag.Position{File: "hr.yaml", Line: 2, Col: 1}, Severity: diag.Warning, Code: "mapping/unchecked-fields",
		Message: "no field is checked", Source: "resources:",
	}
	whole = diag.Finding{Pos: diag.Position{File: "big.yaml"}, Severity: diag.Error, Code: "yaml/too-large", Message: "too large"}
)

func TestAFindingIsOneLine(t *testing.T) {
	for want, f := range map[string]diag.Finding{
		`hr.yaml:4:7: unknown key "atributes" [mapping/unknown-key] (did you mean attributes?)`: typo,
		`hr.yaml:2:1: warning: no field is checked [mapping/unchecked-fields]`:                  doubt,
		`big.yaml: too large [yaml/too-large]`:                                                  whole,
	} {
		if got := f.String(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestAListIsSortedAndHoldsEachFindingOnce(t *testing.T) {
	got := diag.List{typo, whole, doubt, typo}.Sorted()
	if diff := cmp.Diff(diag.List{whole, doubt, typo}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWarningsAloneAreNoError(t *testing.T) {
	if err := (diag.List{doubt}).Err(); err != nil {
		t.Errorf("a warning became the error %v", err)
	}
	err := diag.List{typo, doubt}.Err()
	if err == nil {
		t.Fatal("an error became none")
	}
	if got, want := err.Error(), doubt.String()+"\n"+typo.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRenderPutsACaretUnderTheColumn(t *testing.T) {
	tests := map[string]struct {
		finding diag.Finding
		colour  bool
		want    string
	}{
		"an error": {typo, false,
			"hr.yaml:4:7: unknown key \"atributes\" [mapping/unknown-key] (did you mean attributes?)\n" +
				"    4 |       atributes:\n" +
				"      |       ^\n"},
		"a whole file has no source line": {whole, false, "big.yaml: too large [yaml/too-large]\n"},
		"a warning in colour": {doubt, true,
			"\x1b[33mhr.yaml:2:1: warning: no field is checked [mapping/unchecked-fields]\x1b[0m\n" +
				"    2 | resources:\n" +
				"      | ^\n"},
		"a column counts runes, and tabs stay tabs": {
			diag.Finding{Pos: diag.Position{File: "f", Line: 1, Col: 5}, Code: "x/y", Message: "m", Source: "é\té:x"}, false,
			"f:1:5: m [x/y]\n    1 | é\té:x\n      |  \t  ^\n"},
		"control characters do not reach the terminal": {
			diag.Finding{Pos: diag.Position{File: "f", Line: 1, Col: 2}, Code: "x/y", Message: "bad \x1b[2J", Source: "a\x1b[2J"}, false,
			"f:1:2: bad ·[2J [x/y]\n    1 | a·[2J\n      |  ^\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := (diag.List{tt.finding}).Render(&b, tt.colour); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSuggestFindsTheWordThatWasMeant(t *testing.T) {
	known := []string{"attributes", "entity", "key", "match", "userName", "größe"}
	for word, want := range map[string]string{
		"atributes":  "attributes",
		"attirbutes": "attributes",
		"Entity":     "entity",
		"username":   "userName",
		"kye":        "key",
		"grösse":     "größe",
		"whatever":   "",
		"":           "",
		"a":          "",
	} {
		if want != "" {
			want = "did you mean " + want + "?"
		}
		if got := diag.Suggest(word, known); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func TestAFindingAsJSON(t *testing.T) {
	got, err := json.Marshal(typo)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"position":{"file":"hr.yaml","line":4,"column":7},"severity":"error","code":"mapping/unknown-key",` +
		`"message":"unknown key \"atributes\"","hint":"did you mean attributes?","source":"      atributes:"}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
