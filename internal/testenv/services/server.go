package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a process that we started and will end, by its own process id.
type server struct {
	cmd    *exec.Cmd
	log    string // file
	exited chan struct{}
	stop   os.Signal
}

// launchServer starts cmd in a process group of its own, so that Ctrl-C reaches us and not the server under the
// tests that still run. Its output goes to the file log.
func launchServer(cmd *exec.Cmd, log string, stop os.Signal) (*server, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, log: log, exited: make(chan struct{}), stop: stop}
	go func() {
		_ = cmd.Wait() // how it ended matters to nobody; that it did is what waitUntil reports
		close(s.exited)
	}()
	return s, nil
}

// waitUntil returns when ping succeeds, and fails when the server exits before or nothing answers in a minute.
func (s *server) waitUntil(ctx context.Context, ping func(context.Context) error) error {
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
			return fmt.Errorf("the server does not answer: %w: %s", err, s.lastLines())
		}
	}
}

func (s *server) lastLines() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "\n")
}

func (s *server) end() {
	_ = s.cmd.Process.Signal(s.stop) // it may have ended by itself
	select {
	case <-s.exited:
	case <-time.After(10 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.exited
	}
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
