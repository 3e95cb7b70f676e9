package e2e

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// blocks are the fenced blocks of a Markdown file in one language.
func blocks(t *testing.T, file, language string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for rest := string(text); ; {
		_, after, ok := strings.Cut(rest, "\n```"+language+"\n")
		if !ok {
			return found
		}
		block, more, ok := strings.Cut(after, "```")
		if !ok {
			t.Fatalf("%s: a block has no end", file)
		}
		found, rest = append(found, block), more
	}
}

func TestTheAppFileOfTheReadmePassesTheCheck(t *testing.T) {
	apps := blocks(t, "../../README.md", "yaml")
	if len(apps) != 1 {
		t.Fatalf("%d app files", len(apps))
	}
	file := filepath.Join(t.TempDir(), "app.yaml")
	if err := os.WriteFile(file, []byte(apps[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	check(t, []string{"HR_DSN=postgres://hr@127.0.0.1/hr"}, file)
}

func TestTheCommandsOfTheReadmeExist(t *testing.T) {
	commands := blocks(t, "../../README.md", "sh")
	if len(commands) != 2 || commands[0] != "go run ./cmd/gateway demo\n" || commands[1] != "make test\n" {
		t.Fatalf("the README shows %q; the first is what TestTheDemo… run, the second runs this test", commands)
	}
	cmd := exec.CommandContext(t.Context(), "make", "-n", "test")
	cmd.Dir = "../.."
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "go test ./...") {
		t.Errorf("make test: %v\n%s", err, out)
	}
}

func TestTheExamplesPassTheCheck(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/app.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples (%v)", err)
	}
	for _, file := range files {
		check(t, nil, file)
	}
	check(t, []string{"HR_DSN=postgres://hr@127.0.0.1/hr", "SCIM_TOKEN_SHA256=" + fmt.Sprintf("%x", sha256.Sum256([]byte(token)))},
		"--config", "../../examples/hr/gateway.yaml")
}

// check runs `gateway check`, which must find no error, and returns what it printed.
func check(t *testing.T, env []string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, append([]string{"check"}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("gateway check %v: %v\n%s", args, err, out)
	}
	return string(out)
}
