package replicas

import (
	"bufio"
	"encoding/json"
	"os/exec"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// bound is longer than anything takes that ends at all.
const bound = time.Minute

// process is a gateway of its own.
type process struct {
	cmd     *exec.Cmd
	address string
	killed  atomic.Bool
	over    chan struct{} // closed when it has ended
}

// start runs the gateway until the test ends.
func start(t *testing.T, config string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(program, "serve", "--config", config), over: make(chan struct{})}
	stderr, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	listening := make(chan string, 1)
	go func() {
		for s := bufio.NewScanner(stderr); s.Scan(); {
			var line struct{ Level, Msg, Address string }
			if json.Unmarshal(s.Bytes(), &line) == nil && line.Msg == "listening" {
				listening <- line.Address
			} else if line.Level == "error" {
				t.Logf("%s", s.Text())
			}
		}
		_ = p.cmd.Wait() // how it ended is in ProcessState
		close(p.over)
	}()
	t.Cleanup(func() { p.end(t) })
	select {
	case p.address = <-listening:
	case <-p.over:
		t.Fatalf("the gateway ended with %s", p.cmd.ProcessState)
	case <-time.After(bound):
		t.Fatal("the gateway does not listen")
	}
	return p
}

// kill ends the process at once.
func (p *process) kill() {
	p.killed.Store(true)
	_ = p.cmd.Process.Kill()
	<-p.over
}

// end ends the process as operators do.
func (p *process) end(t *testing.T) {
	t.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.over:
		if !p.killed.Load() && !p.cmd.ProcessState.Success() {
			t.Errorf("the gateway ended with %s", p.cmd.ProcessState)
		}
	case <-time.After(bound):
		_ = p.cmd.Process.Kill()
		t.Error("the gateway does not end")
	}
}
