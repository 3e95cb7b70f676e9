package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"

	"github.com/scimgate/scimgate/internal/testenv"
)

var postgres = Service{
	Name:     "PostgreSQL",
	Var:      testenv.PostgresVar,
	Binaries: []string{"postgres", "initdb"},
	Folders:  []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"},
	Package:  "postgresql",
	Launch:   launchPostgres,
	Ping: func(ctx context.Context, address string) error {
		conn, err := pgx.Connect(ctx, address)
		if err != nil {
			return err
		}
		return conn.Close(ctx)
	},
	Container: "postgres",
	Port:      "5432",
	Address:   postgresAddress,
}

func postgresAddress(hostPort string) string {
	return "postgres://scimgate@" + hostPort + "/postgres?sslmode=disable"
}

// launchPostgres makes a cluster that forgets everything with its folder: no fsync, trust on loopback.
func launchPostgres(ctx context.Context, bin, dir string) (string, *server, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", nil, err
	}
	attr, err := unprivileged(dir)
	if err != nil {
		return "", nil, err
	}
	data := filepath.Join(dir, "data")
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "--pgdata="+data, "--username=scimgate",
		"--auth=trust", "--encoding=UTF8", "--no-sync")
	initdb.Args = append(initdb.Args, locale(bin)...)
	initdb.Dir, initdb.SysProcAttr = dir, attr
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("initdb: %w: %s", err, strings.TrimSpace(string(out)))
	}
	if err := forgetful(data); err != nil {
		return "", nil, err
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-p", port,
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=400")
	cmd.Dir, cmd.SysProcAttr = dir, attr
	s, err := launchServer(cmd, dir+".log", syscall.SIGQUIT) // at once: nobody will read its data again
	return postgresAddress("127.0.0.1:" + port), s, err
}

// forgetful writes into the configuration, and not on the command line, what a test may want otherwise: ALTER SYSTEM
// stands above it.
func forgetful(data string) error {
	f, err := os.OpenFile(filepath.Join(data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
	return errors.Join(err, f.Close())
}

// locale asks for a linguistic collation, which is what databases in use have: a test that only passes where text
// sorts by bytes is wrong.
func locale(bin string) []string {
	help, err := exec.Command(filepath.Join(bin, "initdb"), "--help").Output()
	if err != nil || !strings.Contains(string(help), "--icu-locale") {
		return []string{"--locale=C.UTF-8"}
	}
	return []string{"--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=und"}
}
