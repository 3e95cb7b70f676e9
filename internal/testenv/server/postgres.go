package server

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// Postgres lets the account scimgate in without a password, on loopback.
func Postgres() Service {
	return Service{
		Name:     "PostgreSQL",
		Binaries: []string{"postgres", "initdb"},
		Folders:  []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"},
		Package:  "postgresql",
		Ping: func(ctx context.Context, address string) error {
			conn, err := pgx.Connect(ctx, address)
			if err != nil {
				return err
			}
			return conn.Close(ctx)
		},
		Address: func(hostPort string) string {
			return "postgres://scimgate@" + hostPort + "/postgres?sslmode=disable"
		},
		prepare: preparePostgres,
	}
}

func preparePostgres(ctx context.Context, at place) (setup, error) {
	data := filepath.Join(at.dir, "data")
	args := append([]string{"--pgdata=" + data, "--username=scimgate", "--auth=trust", "--encoding=UTF8", "--no-sync"}, locale(at.bin)...)
	if err := at.tool(ctx, filepath.Join(at.bin, "initdb"), args...); err != nil {
		return setup{}, err
	}
	if !at.Durable {
		if err := forgetful(data); err != nil {
			return setup{}, err
		}
	}
	return setup{
		path: filepath.Join(at.bin, "postgres"),
		args: []string{"-D", data, "-p", at.port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=400"},
		stop: syscall.SIGINT,
		drop: syscall.SIGQUIT,
	}, nil
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
