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

// Redis keeps nothing on disk and has a database for every test of a run. more are further arguments: "--name", "value".
func Redis(more ...string) Service {
	return redis(func(at place) ([]string, error) { return append([]string{"--databases", "4096"}, more...), nil })
}

// RedisNode is a node of a cluster that is yet to be made.
func RedisNode() Service {
	return redis(func(at place) ([]string, error) {
		bus, err := freePort() // where it is not told, it may lie beyond the last one
		return []string{"--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-port", bus, "--cluster-node-timeout", "2000"}, err
	})
}

// RedisSentinel watches one server, with this file of settings.
func RedisSentinel(settings string) Service {
	s := redis(func(at place) ([]string, error) { return nil, nil })
	plain := s.prepare
	s.prepare = func(ctx context.Context, at place) (setup, error) {
		run, err := plain(ctx, at)
		if err != nil {
			return setup{}, err
		}
		file, err := at.write("sentinel.conf", settings) // it keeps what it learns there
		run.args = append([]string{file, "--sentinel"}, run.args...)
		return run, err
	}
	return s
}

func redis(more func(at place) ([]string, error)) Service {
	return Service{
		Name:     "Redis",
		Binaries: []string{"redis-server"},
		Folders:  []string{"/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"},
		Package:  "redis-server",
		Ping:     pingRedis,
		Address:  func(hostPort string) string { return "redis://" + hostPort },
		prepare: func(_ context.Context, at place) (setup, error) {
			rest, err := more(at)
			return setup{
				path: filepath.Join(at.bin, "redis-server"),
				args: append([]string{"--port", at.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", at.dir}, rest...),
				stop: syscall.SIGTERM,
				drop: syscall.SIGTERM,
			}, err
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
