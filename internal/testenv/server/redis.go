package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"
)

// Redis keeps nothing on disk and has a database for every test of a run.
func Redis() Service {
	return Service{
		Name:     "Redis",
		Binaries: []string{"redis-server"},
		Folders:  []string{"/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"},
		Package:  "redis-server",
		Ping:     pingRedis,
		Address:  func(hostPort string) string { return "redis://" + hostPort },
		prepare: func(_ context.Context, at place) (setup, error) {
			return setup{
				path: filepath.Join(at.bin, "redis-server"),
				args: []string{"--port", at.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--databases", "4096", "--dir", at.dir},
				stop: syscall.SIGTERM,
				drop: syscall.SIGTERM,
			}, nil
		},
	}
}

// pingRedis accepts any answer of the protocol: a server that wants a password serves too.
func pingRedis(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("not a URL: %w", err)
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", u.Host)
	if err != nil {
		return err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(conn, "PING\r\n"); err != nil {
		return err
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && !strings.HasPrefix(line, "+PONG") && !strings.HasPrefix(line, "-NOAUTH") {
		err = fmt.Errorf("it answered %q", line)
	}
	return err
}
