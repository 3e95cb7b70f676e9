// Command services runs another command with a PostgreSQL, a MariaDB and a Redis server of its own beside it:
//
//	go run ./internal/testenv/services -- go test ./...
//
// The servers listen on free loopback ports, keep their data in a temporary folder, and end with the command. Their
// addresses are in SCIMGATE_TEST_POSTGRES, SCIMGATE_TEST_MARIADB and SCIMGATE_TEST_REDIS. Where one of these is set already it is used as
// given: an address, or a folder with the server's binaries. What was given and does not work is an error that names
// the service; nothing else is tried in its place.
//
//	main.go      the order of events and the exit code
//	service.go   a service: given, found, installed or composed, in that order; how it runs is in package server
//	install.go   Debian packages, without starting system daemons
//	compose.go   docker compose, where there is no local binary and nothing to install it with
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "services:", err)
	}
	os.Exit(code)
}

func run(args []string) (code int, err error) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return 2, errors.New("usage: services -- command [arguments]")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	dir, err := os.MkdirTemp("", "scimgate-services-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil { // the servers' user has a folder inside
		return 1, err
	}
	services := services()
	if err := installMissing(ctx, services); err != nil {
		return 1, err
	}
	env := os.Environ()
	for _, s := range services {
		began := time.Now()
		address, end, err := s.start(ctx, dir)
		if err != nil {
			return 1, fmt.Errorf("%s: %w", s.Name, err)
		}
		defer end()
		env = append(env, s.env+"="+address)
		fmt.Fprintf(os.Stderr, "services: %s serves (%.1fs)\n", s.Name, time.Since(began).Seconds())
	}
	return runCommand(ctx, args, env)
}

// runCommand passes the command's exit code on. An interrupt reaches the command too, through the terminal or from
// here; the servers end when it has ended.
func runCommand(ctx context.Context, args, env []string) (int, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return max(exit.ExitCode(), 1), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
