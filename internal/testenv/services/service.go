package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/testenv/server"
)

// service is a server that the tests need.
type service struct {
	server.Service
	env       string // holds its address, or a folder with its binaries
	container string // its name in compose.yml
	port      string // the one it listens on there
}

func services() []service {
	return []service{
		{server.Postgres(), testenv.PostgresVar, "postgres", "5432"},
		{server.MariaDB(), testenv.MariaDBVar, "mariadb", "3306"},
		{server.Redis(), testenv.RedisVar, "redis", "6379"},
	}
}

// start makes the service available at address until end is called.
func (s service) start(ctx context.Context, dir string) (address string, end func(), err error) {
	given := os.Getenv(s.env)
	if strings.Contains(given, "://") || strings.ContainsAny(given, "=@") {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		if err := s.Ping(ctx, given); err != nil {
			return "", nil, fmt.Errorf("%s names a server that does not serve: %w", s.env, err)
		}
		return given, func() {}, nil
	}
	if given != "" {
		if !s.Complete(given) {
			return "", nil, fmt.Errorf("%s is %q, which is neither an address nor a folder with %s",
				s.env, given, strings.Join(s.Binaries, " and "))
		}
		return s.launch(ctx, given, dir)
	}
	switch bin, ok := s.Find(); {
	case ok:
		return s.launch(ctx, bin, dir)
	case canCompose(ctx):
		return compose(ctx, s)
	default:
		return "", nil, errors.New("not found on PATH, cannot be installed here (Debian packages need root), and there is no docker compose; install it, or set " + s.env)
	}
}

func (s service) launch(ctx context.Context, bin, dir string) (string, func(), error) {
	own, err := s.New(ctx, bin, filepath.Join(dir, s.Binaries[0]), server.Options{})
	if err != nil {
		return "", nil, err
	}
	if err := own.Start(ctx); err != nil {
		return "", nil, err
	}
	return own.Address, own.Drop, nil
}
