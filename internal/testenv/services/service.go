package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Service is a server that the tests need.
type Service struct {
	Name     string
	Var      string   // holds its address, or a folder with its binaries
	Binaries []string // all of them must be in one folder
	Folders  []string // where they may be besides PATH: patterns, the newest version last
	Package  string   // Debian's
	// Launch starts the server from the binaries in bin, with its data under dir.
	Launch func(ctx context.Context, bin, dir string) (address string, s *server, err error)
	// Ping asks the server at address whether it serves.
	Ping func(ctx context.Context, address string) error
	// Container is its name in compose.yml, Port the one it listens on there; Address makes an address of the
	// port that is published for it.
	Container, Port string
	Address         func(hostPort string) string
}

// start makes the service available at address until end is called.
func (s Service) start(ctx context.Context, dir string) (address string, end func(), err error) {
	given := os.Getenv(s.Var)
	if strings.Contains(given, "://") || strings.ContainsAny(given, "=@") {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		if err := s.Ping(ctx, given); err != nil {
			return "", nil, fmt.Errorf("%s names a server that does not serve: %w", s.Var, err)
		}
		return given, func() {}, nil
	}
	if given != "" {
		if !s.complete(given) {
			return "", nil, fmt.Errorf("%s is %q, which is neither an address nor a folder with %s",
				s.Var, given, strings.Join(s.Binaries, " and "))
		}
		return s.launch(ctx, given, dir)
	}
	switch bin, ok := s.find(); {
	case ok:
		return s.launch(ctx, bin, dir)
	case canCompose(ctx):
		return compose(ctx, s)
	default:
		return "", nil, errors.New("not found on PATH, cannot be installed here (Debian packages need root), and there is no docker compose; install it, or set " + s.Var)
	}
}

func (s Service) launch(ctx context.Context, bin, dir string) (string, func(), error) {
	address, server, err := s.Launch(ctx, bin, filepath.Join(dir, s.Binaries[0]))
	if err != nil {
		return "", nil, err
	}
	if err := server.waitUntil(ctx, func(ctx context.Context) error { return s.Ping(ctx, address) }); err != nil {
		server.end()
		return "", nil, err
	}
	return address, server.end, nil
}

// find looks for a folder that holds all the binaries: on PATH, then the newest of the known places.
func (s Service) find() (bin string, ok bool) {
	if path, err := exec.LookPath(s.Binaries[0]); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil && s.complete(filepath.Dir(real)) {
			return filepath.Dir(real), true
		}
	}
	for _, pattern := range s.Folders {
		dirs, _ := filepath.Glob(pattern) // the patterns are ours and well formed
		for _, dir := range slices.Backward(dirs) {
			if s.complete(dir) {
				return dir, true
			}
		}
	}
	return "", false
}

func (s Service) complete(dir string) bool {
	for _, name := range s.Binaries {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return false
		}
	}
	return true
}
