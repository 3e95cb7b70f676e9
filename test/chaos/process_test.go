package chaos

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/scimgate/scimgate/internal/failpoint"
)

// bound is longer than anything takes that ends at all.
const bound = 30 * time.Second

// process is a running gateway.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	url    string
	socket net.Conn
	taken  chan struct{} // orders
	over   chan struct{} // closed when the process has ended, and all it told is heard
	log    *tail

	mu       sync.Mutex
	arrivals []string
	news     chan struct{} // something arrived
}

// start runs the gateway with this first order, and returns when it listens or has ended.
func start(t *testing.T, config string, first failpoint.Order) *process {
	t.Helper()
	ours, theirs, err := sockets()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, cmd: exec.Command(program, "serve", "--config", config), socket: ours, taken: make(chan struct{}, 1), over: make(chan struct{}), news: make(chan struct{}, 1)}
	p.cmd.ExtraFiles = []*os.File{theirs}
	stderr, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(p.cmd.Start(), theirs.Close()); err != nil {
		t.Fatal(err)
	}
	listening := make(chan string, 1)
	p.log = &tail{}
	logged := make(chan struct{})
	go func() { p.read(stderr, listening); close(logged) }()
	go func() {
		p.hear()
		<-logged
		_ = p.cmd.Wait() // how it ended is in ProcessState
		close(p.over)
	}()
	p.order(first)
	select {
	case address := <-listening:
		p.url = "http://" + address
	case <-p.over:
		if !p.wasKilled() {
			t.Fatalf("the gateway ended with %s\n%s", p.cmd.ProcessState, p.log)
		}
	case <-time.After(bound):
		t.Fatalf("the gateway does not listen\n%s", p.log)
	}
	return p
}

// sockets are two ends of one: a connection, and a file to hand on.
func sockets() (net.Conn, *os.File, error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil, nil, err
	}
	syscall.CloseOnExec(fds[0])
	syscall.CloseOnExec(fds[1])
	file := os.NewFile(uintptr(fds[0]), "ours")
	defer file.Close()
	ours, err := net.FileConn(file)
	return ours, os.NewFile(uintptr(fds[1]), "theirs"), err
}

// read reads the log.
func (p *process) read(stderr io.Reader, listening chan<- string) {
	for s := bufio.NewScanner(stderr); s.Scan(); {
		p.log.add(s.Text())
		var line struct{ Msg, Address string }
		if json.Unmarshal(s.Bytes(), &line) == nil && line.Msg == "listening" {
			listening <- line.Address
		}
	}
}

// hear notes what the failpoints tell.
func (p *process) hear() {
	for s := bufio.NewScanner(p.socket); s.Scan(); {
		if s.Text() == failpoint.Taken {
			p.taken <- struct{}{}
			continue
		}
		p.mu.Lock()
		p.arrivals = append(p.arrivals, s.Text())
		p.mu.Unlock()
		select {
		case p.news <- struct{}{}:
		default:
		}
	}
}

// order returns when the order is taken, or the process is over.
func (p *process) order(o failpoint.Order) {
	p.t.Helper()
	line, err := json.Marshal(o)
	if err != nil {
		p.t.Fatal(err)
	}
	_, _ = fmt.Fprintf(p.socket, "%s\n", line) // it may just have ended
	select {
	case <-p.taken:
	case <-p.over:
	case <-time.After(bound):
		p.t.Fatalf("the gateway takes no order\n%s", p.log)
	}
}

// heard are the arrivals since it was asked last.
func (p *process) heard() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.arrivals
	p.arrivals = nil
	return all
}

// await returns when a point is arrived at that was not yet heard of.
func (p *process) await(point string) {
	p.t.Helper()
	late := time.After(bound)
	for !slices.Contains(p.heard(), point) {
		select {
		case <-p.news:
		case <-p.over:
			p.t.Fatalf("the gateway ended\n%s", p.log)
		case <-late:
			p.t.Fatalf("the gateway does not come by %s\n%s", point, p.log)
		}
	}
}

// died waits for the end of a process that does not answer any more, and reports whether it was killed.
func (p *process) died() bool {
	p.t.Helper()
	select {
	case <-p.over:
		return p.wasKilled()
	case <-time.After(bound):
		p.t.Fatalf("the gateway neither answers nor ends\n%s", p.log)
		return false
	}
}

func (p *process) wasKilled() bool {
	status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

func (p *process) isOver() bool {
	select {
	case <-p.over:
		return true
	default:
		return false
	}
}

// stop ends the process as operators do.
func (p *process) stop() {
	p.t.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.over:
		if !p.cmd.ProcessState.Success() && !p.wasKilled() {
			p.t.Errorf("the gateway ended with %s\n%s", p.cmd.ProcessState, p.log)
		}
	case <-time.After(bound):
		_ = p.cmd.Process.Kill()
		p.t.Errorf("the gateway does not end\n%s", p.log)
	}
	_ = p.socket.Close()
}

// tail is the end of a log.
type tail struct {
	mu    sync.Mutex
	lines []string
}

func (l *tail) add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lines = append(l.lines, line); len(l.lines) > 12 {
		l.lines = l.lines[1:]
	}
}

func (l *tail) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	text := ""
	for _, line := range l.lines {
		text += line + "\n"
	}
	return text
}
