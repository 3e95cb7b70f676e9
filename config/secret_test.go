package config_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/scimgate/scimgate/config"
)

func TestASecretDoesNotPrint(t *testing.T) {
	const s = config.Secret("CANARY")
	in := struct {
		S    config.Secret
		P    *config.Secret
		List []config.Secret
		Map  map[string]config.Secret
	}{S: s, List: []config.Secret{s}, Map: map[string]config.Secret{"key": s}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10s"} {
		for _, v := range []any{s, in, &in} {
			if got := fmt.Sprintf(verb, v); strings.Contains(got, "CANARY") || strings.Contains(got, "43414e") || strings.Contains(got, "43414E") {
				t.Errorf("%s of %T prints %s", verb, v, got)
			}
		}
	}
	got, err := json.Marshal(in)
	if err != nil || strings.Contains(string(got), "CANARY") {
		t.Errorf("JSON is %s, %v", got, err)
	}
	core, logs := observer.New(zap.DebugLevel)
	zap.New(core).Info("x", zap.Any("s", s), zap.Stringer("t", s), zap.Reflect("in", in))
	for _, f := range logs.All()[0].ContextMap() {
		if text, _ := json.Marshal(f); strings.Contains(string(text), "CANARY") {
			t.Errorf("a log field is %s", text)
		}
	}
	if s.Reveal() != "CANARY" {
		t.Error("it cannot be used either")
	}
}

func TestAConfigurationDoesNotPrintItsSecrets(t *testing.T) {
	cfg := read(t, "gateway.yaml", `
store: {type: postgres, dsn: "${env:HR_DSN}"}
redis: {url: "${env:SCIMGATE_REDIS}"}
clients: [{name: a, tokens: [{sha256: `+digestA+`}], apps: [hr]}]
apps: [hr.yaml]
`)
	text, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []string{string(text), fmt.Sprintf("%+v %#v", cfg, *cfg), fmt.Sprint(cfg.Redis)} {
		if strings.Contains(got, "CANARY") {
			t.Errorf("printed: %s", got)
		}
	}
}

func TestReferencesAreResolvedOrRefused(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("SCIMGATE_TEST_SET", "value")
	t.Setenv("SCIMGATE_TEST_EMPTY", "")
	write(t, filepath.Join(dir, "secret"), 0o640, "hunter2\r\n")
	write(t, filepath.Join(dir, "two-lines"), 0o600, "a\n\n")
	write(t, filepath.Join(dir, "empty"), 0o600, "\n")
	write(t, filepath.Join(dir, "open"), 0o644, "hunter2")
	write(t, filepath.Join(dir, "writable"), 0o602, "hunter2")
	write(t, filepath.Join(dir, "large"), 0o600, strings.Repeat("x", 70_000))
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	resolve := config.Environment(dir)
	for _, tt := range []struct{ kind, name, want, err string }{
		{"env", "SCIMGATE_TEST_SET", "value", ""},
		{"env", "SCIMGATE_TEST_EMPTY", "", "the environment variable is empty"},
		{"env", "SCIMGATE_TEST_UNSET", "", "the environment variable is not set"},
		{"file", "secret", "hunter2", ""},
		{"file", filepath.Join(dir, "secret"), "hunter2", ""},
		{"file", "two-lines", "a\n", ""},
		{"file", "empty", "", "the file is empty"},
		{"file", "open", "", "everybody may read the file (mode 0644); take the right away with chmod o="},
		{"file", "writable", "", "everybody may write the file (mode 0602); take the right away with chmod o="},
		{"file", "large", "", "the file is larger than 65536 bytes"},
		{"file", "missing", "", "no such file or directory"},
		{"file", "folder", "", "is a directory"},
		{"vault", "x", "", "a reference is ${env:NAME} or ${file:path}"},
	} {
		got, err := resolve(tt.kind, tt.name)
		if got != tt.want || fmt.Sprint(err) != tt.err && (err != nil || tt.err != "") {
			t.Errorf("%s:%s is %q, %v", tt.kind, tt.name, got, err)
		}
	}
}
