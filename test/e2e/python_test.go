package e2e

import (
	"os/exec"
	"path/filepath"
	"testing"
)

func TestAPlainPythonClientRunsUnmodified(t *testing.T) {
	python := pythonWithRequests(t)
	d := runDemo(t, "--employees", "250")
	out, err := exec.CommandContext(t.Context(), python, "testdata/client.py", d.url, d.token).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if string(out) != "ok 250\n" {
		t.Errorf("it said %s", out)
	}
}

// pythonWithRequests is a Python that has the requests library: the machine's own, or one in a virtual environment
// that this test fills.
func pythonWithRequests(t *testing.T) string {
	t.Helper()
	if exec.CommandContext(t.Context(), "python3", "-c", "import requests").Run() == nil {
		return "python3"
	}
	venv := t.TempDir()
	python := filepath.Join(venv, "bin", "python")
	for _, args := range [][]string{
		{"python3", "-m", "venv", venv},
		{python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "requests"},
	} {
		if out, err := exec.CommandContext(t.Context(), args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("this test needs Python with the requests library: %v: %v\n%s", args, err, out)
		}
	}
	return python
}
