package yamlx_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

type settings struct {
	Name, Level string
	On          bool
	Count, Room int
	Wait        time.Duration
	Tags        []string
}

func read(n yamlx.Node) (settings, diag.List) {
	var found diag.List
	r := yamlx.Read(n, "test", &found)
	s := settings{
		Name: r.Text("name", "nobody"), Level: r.OneOf("level", "info", "debug"), On: r.Bool("on", true),
		Count: r.Int("count", 1, 7), Room: r.Size("room", 1<<10, 1<<20), Wait: r.Duration("wait", time.Second), Tags: r.Texts("tags"),
	}
	r.Close()
	return s, found
}

func TestEachKeyIsReadOnceAndHasADefault(t *testing.T) {
	defaults := settings{Name: "nobody", Level: "info", On: true, Count: 7, Room: 1 << 20, Wait: time.Second}
	for src, want := range map[string]settings{
		"{}": defaults,
		"~":  defaults,
		"{name: ~, level: ~, on: ~, count: ~, room: ~, wait: ~, tags: ~}": defaults,
		"{name: 01, level: debug, on: false, count: 1, room: 2KiB, wait: 2m, tags: [a, 02]}": {
			Name: "01", Level: "debug", Count: 1, Room: 2 << 10, Wait: 2 * time.Minute, Tags: []string{"a", "02"}},
		"{tags: one}": {Name: "nobody", Level: "info", On: true, Count: 7, Room: 1 << 20, Wait: time.Second, Tags: []string{"one"}},
	} {
		got, found := read(parse(t, src))
		if diff := cmp.Diff(want, got); diff != "" || len(found) > 0 {
			t.Errorf("%s: %v %s", src, found, diff)
		}
	}
	if got, found := read(yamlx.Node{}); len(found) > 0 || got.Name != "nobody" {
		t.Errorf("a missing mapping read as %+v, %v", got, found)
	}
}

func TestAWrongValueIsAFindingAtTheValue(t *testing.T) {
	for src, want := range map[string]string{
		"[a]":               `test.yaml:1:1: expected a mapping (key: value) [test/not-a-map]`,
		"{nmae: x}":         `test.yaml:1:2: unknown key "nmae" [test/unknown-key] (did you mean name?)`,
		"{name: [x]}":       `test.yaml:1:8: "name" must be text [test/type]`,
		"{level: debgu}":    `test.yaml:1:9: "level" must be one of [info debug] [test/value] (did you mean debug?)`,
		"{level: {}}":       `test.yaml:1:9: "level" must be one of [info debug] [test/value]`,
		"{on: yes}":         `test.yaml:1:6: "on" must be true or false [test/type]`,
		"{on: 1}":           `test.yaml:1:6: "on" must be true or false [test/type]`,
		"{count: 0}":        `test.yaml:1:9: "count" must be a whole number of at least 1 [test/type]`,
		"{count: 1_0}":      `test.yaml:1:9: "count" must be a whole number of at least 1 [test/type]`,
		"{room: 2kb}":       `test.yaml:1:8: "room" must be a size such as 512KiB or 8MiB [test/type]`,
		"{room: 1}":         `test.yaml:1:8: "room" must lie between 1024 bytes and 2047MiB [test/bounds]`,
		"{room: 4096MiB}":   `test.yaml:1:8: "room" must lie between 1024 bytes and 2047MiB [test/bounds]`,
		"{wait: 5}":         `test.yaml:1:8: "wait" must be a time span such as 5s or 2m [test/type]`,
		"{wait: -5s}":       `test.yaml:1:8: "wait" must be a time span such as 5s or 2m [test/type]`,
		"{tags: [a, [b]]}":  `test.yaml:1:12: "tags" must be a list of texts [test/type]`,
		"{tags: {a: b}}":    `test.yaml:1:8: "tags" must be a list of texts [test/type]`,
		"{tags: [a, null]}": `test.yaml:1:12: "tags" must be a list of texts [test/type]`,
	} {
		_, found := read(parse(t, src))
		if got := (diag.Failure{Findings: found}).Error(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", src, got, want)
		}
	}
}

func TestANeededKeyIsMissedAtItsMapping(t *testing.T) {
	for _, src := range []string{"x:\n  {}\n", "x:\n  {name: ~}\n"} {
		var found diag.List
		yamlx.Read(parse(t, src).Get("x"), "test", &found).Need("name")
		want := `test.yaml:2:3: "name" is missing [test/missing-key]`
		if got := (diag.Failure{Findings: found}).Error(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestReferencesBecomeTextAfterParsing(t *testing.T) {
	resolve := func(kind, name string) (string, error) {
		if kind != "env" {
			return "", errors.New("no such kind of reference")
		}
		return strings.ToLower(name) + ": [x", nil
	}
	n, found := yamlx.Expand(parse(t, "a: ${env:ONE}\nb: {c: ['<${env:TWO}>', 5]}\n"), resolve)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"a": "one: [x", "b": map[string]any{"c": []any{"<two: [x>", int64(5)}}}
	if diff := cmp.Diff(any(want), plain(n)); diff != "" {
		t.Error(diff)
	}
}

func TestAReferenceThatLeadsNowhereIsAFinding(t *testing.T) {
	resolve := func(kind, name string) (string, error) { return "", errors.New("not set") }
	for src, want := range map[string]string{
		"a: ${env:X}": `test.yaml:1:4: ${env:X}: not set [yaml/reference]`,
		"a: ${X}":     `test.yaml:1:4: a reference says where to look [yaml/reference] (did you mean ${env:X}?)`,
	} {
		_, found := yamlx.Expand(parse(t, src), resolve)
		if got := (diag.Failure{Findings: found}).Error(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", src, got, want)
		}
	}
}

func TestAFindingThatKnowsOnlyItsPositionGetsItsLine(t *testing.T) {
	n := parse(t, "a: 1\nb: 2\n")
	at := func(file string, line int) diag.Finding {
		return diag.Finding{Pos: diag.Position{File: file, Line: line, Col: 1}}
	}
	found := yamlx.Quote(n, diag.List{at("test.yaml", 2), at("other.yaml", 2), at("test.yaml", 0), at("test.yaml", 9)})
	for i, want := range []string{"b: 2", "", "", ""} {
		if found[i].Source != want {
			t.Errorf("%s: got %q, want %q", found[i].Pos, found[i].Source, want)
		}
	}
	if got := yamlx.Quote(yamlx.Node{}, found[:1]); got[0].Source != "b: 2" {
		t.Errorf("got %v", got)
	}
}

func TestLinesThatHoldASecretAreNotQuoted(t *testing.T) {
	for src, hidden := range map[string]bool{
		"dsn: postgres://u:hunter2@db/x":      true,
		"dsn: postgres://u:${env:PW}@db/x":    false,
		"dsn: ${env:DSN}":                     false,
		"url: redis://:hunter2@cache":         true,
		"url: redis://cache:6379":             false,
		"{password: hunter2, user: u}":        true,
		"text: host=db password=hunter2":      true,
		"auth: {header: X, api-key: hunter2}": true,
		"auth: {bearer: hunter2}":             true,
		"auth: {header: X, value: hunter2}":   true,
		"auth: {bearer: '${env:KEY}'}":        false,
		"attributes: {value: login}":          false,
		"password: {field: pw, secret: true}": false,
		"tokens: [hunter2]":                   true,
		"secret: true":                        false,
		"password: |\n  hunter2":              true,
		"password: 'one line'":                true,
	} {
		n := parse(t, src+"\n")
		var found diag.List
		for line := range strings.Split(src, "\n") {
			found.Add(n.Finding("x/y", "", "")) // at the top
			found[line].Pos.Line, found[line].Source = line+1, strings.Split(src, "\n")[line]
		}
		got := false
		for _, f := range yamlx.Conceal(n, found) {
			got = got || f.Source == ""
			if strings.Contains(f.Source, "hunter2") {
				t.Errorf("%s: the finding quotes %q", src, f.Source)
			}
		}
		if got != hidden {
			t.Errorf("%s: hidden %t, want %t", src, got, hidden)
		}
	}
}
