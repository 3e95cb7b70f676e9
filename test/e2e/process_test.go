package e2e

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/scimgate/scimgate/examples"
)

// process is a running gateway.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	stderr *buffer
	exited chan error
	ended  bool
}

// buffer collects what a process says while the test reads it.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// start runs the gateway and returns its standard output line by line. When the test ends the process is asked to
// end, and has to do so with exit code 0.
func start(t *testing.T, env []string, args ...string) (*process, *bufio.Scanner) {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(program, args...), stderr: &buffer{}, exited: make(chan error, 1)}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stderr = p.stderr
	r, w := io.Pipe()
	p.cmd.Stdout = w
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.exited <- p.cmd.Wait()
		w.Close()
	}()
	t.Cleanup(p.end)
	return p, bufio.NewScanner(r)
}

// end interrupts the process and waits until it is gone.
func (p *process) end() {
	p.t.Helper()
	if p.ended {
		return
	}
	p.ended = true
	_ = p.cmd.Process.Signal(syscall.SIGINT)
	select {
	case err := <-p.exited:
		if err != nil {
			p.t.Errorf("the gateway ended with %v\n%s", err, p.stderr)
		}
	case <-time.After(20 * time.Second):
		_ = p.cmd.Process.Kill()
		p.t.Errorf("the gateway did not end\n%s", p.stderr)
	}
}

const token = "e2e-token-of-sufficient-length"

// serve runs `gateway serve` in front of a PostgreSQL database with the demo's app file, byte for byte.
// more is more of gateway.yaml.
func serve(t *testing.T, dsn string, more ...string) *client {
	t.Helper()
	dir := t.TempDir()
	app, err := examples.FS.ReadFile("hr/app.yaml")
	if err != nil {
		t.Fatal(err)
	}
	listen := freeAddress(t)
	config := fmt.Sprintf(`
listen: %s
admin: {listen: "off"}
clients:
  - name: e2e
    tokens: [{sha256: %x}]
    apps: {hr: write}
apps:
  - file: app.yaml
    connector: {dialect: postgres, dsn: "${env:HR_DSN}"}
%s
`, listen, sha256.Sum256([]byte(token)), strings.Join(more, "\n"))
	for name, text := range map[string]string{"app.yaml": string(app), "gateway.yaml": config} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := &client{t: t, base: "http://" + listen + "/hr/scim/v2", token: token, config: filepath.Join(dir, "gateway.yaml")}
	c.serve(dsn)
	return c
}

// serve starts the gateway of c.
func (c *client) serve(dsn string) {
	c.t.Helper()
	p, out := start(c.t, []string{"HR_DSN=" + dsn}, "serve", "--config", c.config)
	go func() {
		for out.Scan() { // nobody reads it, and the process must not block
		}
	}()
	c.process = p
	p.waitFor(c.base + "/ServiceProviderConfig")
}

// restart kills the gateway and starts it with another app file.
func (c *client) restart(dsn string, edit *strings.Replacer) {
	c.t.Helper()
	c.process.ended = true
	_ = c.process.cmd.Process.Kill()
	<-c.process.exited
	path := filepath.Join(filepath.Dir(c.config), "app.yaml")
	app, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, []byte(edit.Replace(string(app))), 0o600)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.serve(dsn)
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// waitFor returns when url answers anything.
func (p *process) waitFor(url string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			p.t.Fatal(err)
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
			return
		}
		select {
		case <-tick.C:
		case err := <-p.exited:
			p.ended = true
			p.t.Fatalf("the gateway ended with %v\n%s", err, strings.TrimSpace(p.stderr.String()))
		case <-ctx.Done():
			p.t.Fatalf("the gateway does not answer at %s\n%s", url, p.stderr)
		}
	}
}

// command runs a command beside the gateway that serves, with its configuration, and returns what it prints and its exit
// code.
func (c *client) command(dsn string, args ...string) (stdout string, code int) {
	c.t.Helper()
	cmd := exec.CommandContext(c.t.Context(), program, append(args, "--config", c.config)...)
	cmd.Env = append(os.Environ(), "HR_DSN="+dsn)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		c.t.Fatal(err)
	}
	if code > 1 {
		c.t.Fatalf("%v: exit code %d\n%s", args, code, &problems)
	}
	return out.String(), code
}
