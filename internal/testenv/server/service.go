package server

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Service is a kind of server.
type Service struct {
	Name     string
	Binaries []string // all of them must be in one folder
	Folders  []string // where they may be besides PATH: patterns, the newest version last
	Package  string   // Debian's
	// Ping asks the server at address whether it serves.
	Ping func(ctx context.Context, address string) error
	// Address makes an address of where a server listens.
	Address func(hostPort string) string
	// prepare makes the data, and says how a server of it is run.
	prepare func(ctx context.Context, at place) (setup, error)
}

// Options of a server.
type Options struct {
	// Durable says that what was committed survives the death of the server. Without it a server is faster.
	Durable bool
}

// New makes a server from the programs in bin, with its data in the folder dir, which must not be there yet. It is
// not started.
func (s Service) New(ctx context.Context, bin, dir string, o Options) (*Server, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	attr, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	at := place{bin: bin, dir: dir, port: port, attr: attr, Options: o}
	run, err := s.prepare(ctx, at)
	if err != nil {
		return nil, err
	}
	return &Server{Address: s.Address("127.0.0.1:" + port), service: s, place: at, setup: run}, nil
}

// Find looks for a folder that holds all the programs: on PATH, then the newest of the known places.
func (s Service) Find() (bin string, ok bool) {
	if path, err := exec.LookPath(s.Binaries[0]); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil && s.Complete(filepath.Dir(real)) {
			return filepath.Dir(real), true
		}
	}
	for _, pattern := range s.Folders {
		dirs, _ := filepath.Glob(pattern) // the patterns are ours and well formed
		for _, dir := range slices.Backward(dirs) {
			if s.Complete(dir) {
				return dir, true
			}
		}
	}
	return "", false
}

// Complete reports whether the folder bin holds all the programs.
func (s Service) Complete(bin string) bool {
	for _, name := range s.Binaries {
		info, err := os.Stat(filepath.Join(bin, name))
		if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return false
		}
	}
	return true
}

// place is where a server lives.
type place struct {
	bin, dir, port string
	attr           *syscall.SysProcAttr // of its user, to whom dir belongs
	Options
}

// tool runs a program that makes a server's data, as the server's user.
func (p place) tool(ctx context.Context, path string, args ...string) error {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir, cmd.SysProcAttr = p.dir, p.attr
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(path), err, strings.TrimSpace(string(out)))
	}
	return nil
}

// write makes a file in the server's folder that its user may change, and returns its path.
func (p place) write(name, text string) (string, error) {
	file := filepath.Join(p.dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return "", err
	}
	if c := p.attr.Credential; c != nil {
		return file, os.Chown(file, int(c.Uid), int(c.Gid))
	}
	return file, nil
}
