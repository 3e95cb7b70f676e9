package yamlx_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

func TestAScalarIsWhatWasTyped(t *testing.T) {
	for src, want := range map[string]struct {
		value any
		text  string
	}{
		"true":                 {true, "true"},
		"False":                {false, "False"},
		"yes":                  {"yes", "yes"},
		"off":                  {"off", "off"},
		"12":                   {int64(12), "12"},
		"-3":                   {int64(-3), "-3"},
		"01":                   {"01", "01"},
		"0x1F":                 {"0x1F", "0x1F"},
		"1_000":                {"1_000", "1_000"},
		"1.5":                  {1.5, "1.5"},
		"'12'":                 {"12", "12"},
		`"true"`:               {"true", "true"},
		"null":                 {nil, ""},
		"~":                    {nil, ""},
		"":                     {nil, ""},
		"''":                   {"", ""},
		"2024-01-02":           {"2024-01-02", "2024-01-02"},
		"plain text":           {"plain text", "plain text"},
		"99999999999999999999": {"99999999999999999999", "99999999999999999999"},
	} {
		n := parse(t, "a: "+src+"\n").Get("a")
		if got := n.Scalar(); got != want.value {
			t.Errorf("%s: value %#v, want %#v", src, got, want.value)
		}
		if got := n.Text(); got != want.text {
			t.Errorf("%s: text %q, want %q", src, got, want.text)
		}
	}
}

func TestAMissingNodeAnswersWithNothing(t *testing.T) {
	for name, n := range map[string]yamlx.Node{"zero": {}, "a key that is not there": parse(t, "a: 1\n").Get("b")} {
		if !n.IsMissing() || n.IsScalar() || n.IsMap() || n.IsList() || n.IsNull() || n.IsLiteral() || n.IsQuoted() {
			t.Errorf("%s: it claims to be something", name)
		}
		if n.Text() != "" || n.Scalar() != nil || n.Entries() != nil || n.Items() != nil || !n.Get("x").IsMissing() {
			t.Errorf("%s: it has content", name)
		}
		_ = n.Finding("x/y", "", "no panic")
	}
	if p := parse(t, "x:\n  a: 1\n").Get("x").Get("b").Position(); p.String() != "test.yaml:2:3" {
		t.Errorf("a missing key was looked for at %s", p)
	}
}

func TestAFindingInsideAScalarStandsAtItsCharacter(t *testing.T) {
	n := parse(t, "plain: a + é + x\nquoted: 'a + x'\nblock: |\n    first\n    second + x\n")
	for _, tt := range []struct {
		key       string
		line, col int
		want      string
	}{
		{"plain", 0, 8, "test.yaml:1:16"},
		{"quoted", 0, 4, "test.yaml:2:14"},
		{"block", 1, 9, "test.yaml:5:14"},
	} {
		f := n.Get(tt.key).FindingAt(tt.line, tt.col, "x/y", "", "here")
		if got := f.Pos.String(); got != tt.want {
			t.Errorf("%s: at %s, want %s", tt.key, got, tt.want)
		}
		if got := string([]rune(f.Source)[f.Pos.Col-1]); got != "x" {
			t.Errorf("%s: the caret is under %q", tt.key, got)
		}
	}
}

func TestAWarningStopsNobody(t *testing.T) {
	n := parse(t, "a: 1\n")
	if f := n.Get("a").Warning("x/y", "", "hm"); f.Severity != diag.Warning || f.Pos.String() != "test.yaml:1:4" {
		t.Errorf("got %+v", f)
	}
}

func TestOverlayGoesKeyByKey(t *testing.T) {
	base := parse(t, "type: sql\ndsn: file:demo\npool: {max: 4, idle: 2}\nlist: [1, 2]\n")
	for over, want := range map[string]map[string]any{
		"{}":                              {"type": "sql", "dsn": "file:demo", "pool": map[string]any{"max": int64(4), "idle": int64(2)}, "list": []any{int64(1), int64(2)}},
		"{dsn: other, pool: {max: 9}}":    {"type": "sql", "dsn": "other", "pool": map[string]any{"max": int64(9), "idle": int64(2)}, "list": []any{int64(1), int64(2)}},
		"{list: [3], pool: none, new: x}": {"type": "sql", "dsn": "file:demo", "pool": "none", "list": []any{int64(3)}, "new": "x"},
	} {
		got := plain(yamlx.Overlay(base, parse(t, over)))
		if diff := cmp.Diff(any(want), got); diff != "" {
			t.Errorf("%s: %s", over, diff)
		}
	}
	if got := plain(yamlx.Overlay(base, yamlx.Node{})); got == nil {
		t.Error("a missing overlay took everything away")
	}
	if got := plain(yamlx.Overlay(yamlx.Node{}, base)); got == nil {
		t.Error("a missing base hid the overlay")
	}
}

func TestOverlaidValuesKeepTheirPlaces(t *testing.T) {
	over, _ := yamlx.Parse("gateway.yaml", []byte("\n\nconnector: {dsn: other}\n"))
	n := yamlx.Overlay(parse(t, "type: sql\ndsn: file:demo\n"), over.Get("connector"))
	if got := n.Get("dsn").Position().String(); got != "gateway.yaml:3:18" {
		t.Errorf("dsn at %s", got)
	}
	if got := n.Get("type").Position().String(); got != "test.yaml:1:7" {
		t.Errorf("type at %s", got)
	}
}

// plain is a node as Go values.
func plain(n yamlx.Node) any {
	switch {
	case n.IsMap():
		m := map[string]any{}
		for _, e := range n.Entries() {
			m[e.Name] = plain(e.Value)
		}
		return m
	case n.IsList():
		var l []any
		for _, item := range n.Items() {
			l = append(l, plain(item))
		}
		return l
	}
	return n.Scalar()
}
