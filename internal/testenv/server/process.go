package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// setup is how a server is run.
type setup struct {
	path string
	args []string
	stop syscall.Signal // ends it in order and at once, whoever is connected
	drop syscall.Signal // ends it at once, when nobody will read its data again
}

// Server is a server with data of its own, which may run.
type Server struct {
	Address string // the same whenever it runs
	service Service
	place
	setup
	cmd    *exec.Cmd
	exited chan struct{} // when no process of it is left
}

// Start runs the server, and returns when it serves.
func (s *Server) Start(ctx context.Context) error {
	out, err := os.OpenFile(s.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	cmd := exec.Command(s.path, s.args...)
	cmd.Dir = s.dir
	// Through a pipe, which ends when the last process that has it ends: a server that is killed leaves children for
	// a while, and nobody could start it again.
	pipe := struct{ io.Writer }{out}
	cmd.Stdout, cmd.Stderr = pipe, pipe
	attr := *s.attr
	attr.Setpgid = true // Ctrl-C reaches us and not the server under the tests that still run
	cmd.SysProcAttr = &attr
	if err := cmd.Start(); err != nil {
		return errors.Join(err, out.Close())
	}
	exited := make(chan struct{})
	s.cmd, s.exited = cmd, exited
	go func() {
		_ = cmd.Wait() // how it ended matters to nobody; that it did is what waitUntil reports
		_ = out.Close()
		close(exited)
	}()
	return s.waitUntil(ctx, func(ctx context.Context) error { return s.service.Ping(ctx, s.Address) })
}

// Stop shuts the server down as an administrator does, who does not wait for those who are connected.
func (s *Server) Stop() { s.end(s.stop) }

// Kill ends the server from one moment to the next, as a crash does.
func (s *Server) Kill() { s.end(syscall.SIGKILL) }

// Drop ends the server, whose data nobody will read again.
func (s *Server) Drop() { s.end(s.drop) }

func (s *Server) end(how os.Signal) {
	_ = s.cmd.Process.Signal(how) // it may have ended by itself
	select {
	case <-s.exited:
	case <-time.After(10 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.exited
	}
}

// waitUntil returns when ping succeeds, and fails when the server exits before or nothing answers in a minute.
func (s *Server) waitUntil(ctx context.Context, ping func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for {
		err := ping(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-s.exited:
			return fmt.Errorf("the server exited: %s", s.lastLines())
		case <-ctx.Done():
			s.Kill()
			return fmt.Errorf("the server does not answer: %w: %s", err, s.lastLines())
		}
	}
}

func (s *Server) log() string { return s.dir + ".log" }

func (s *Server) lastLines() string {
	text, err := os.ReadFile(s.log())
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "\n")
}

// freePort asks the kernel for a loopback port that is free now.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// unprivileged is how to run as somebody else when we are root, which PostgreSQL refuses to be. It also gives that
// user the folder dir.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return &syscall.SysProcAttr{}, nil
	}
	var last error
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			last = err
			continue
		}
		uid, errU := strconv.ParseUint(u.Uid, 10, 32)
		gid, errG := strconv.ParseUint(u.Gid, 10, 32)
		if errU != nil || errG != nil {
			return nil, fmt.Errorf("user %s has no numeric id", name)
		}
		if err := os.Chown(dir, int(uid), int(gid)); err != nil {
			return nil, err
		}
		return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
	}
	return nil, fmt.Errorf("there is no unprivileged user to run as: %w", last)
}
