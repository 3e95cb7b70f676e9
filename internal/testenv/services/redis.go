package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/scimgate/scimgate/internal/testenv"
)

var redis = Service{
	Name:      "Redis",
	Var:       testenv.RedisVar,
	Binaries:  []string{"redis-server"},
	Folders:   []string{"/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"},
	Package:   "redis-server",
	Launch:    launchRedis,
	Ping:      pingRedis,
	Container: "redis",
	Port:      "6379",
	Address:   redisAddress,
}

func redisAddress(hostPort string) string { return "redis://" + hostPort }

// launchRedis starts a server that keeps nothing on disk and has a database for every test of a run.
func launchRedis(_ context.Context, bin, dir string) (string, *server, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", nil, err
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.Command(filepath.Join(bin, "redis-server"), "--port", port, "--bind", "127.0.0.1",
		"--save", "", "--appendonly", "no", "--databases", "4096", "--dir", dir)
	s, err := launchServer(cmd, dir+".log", syscall.SIGTERM)
	return redisAddress("127.0.0.1:" + port), s, err
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
