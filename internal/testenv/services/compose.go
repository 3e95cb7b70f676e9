package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

//go:embed compose.yml
var composeFile string

// canCompose reports whether docker compose is here and its engine answers.
func canCompose(ctx context.Context) bool {
	return exec.CommandContext(ctx, "docker", "compose", "ls").Run() == nil
}

// compose starts s as a container of a project of its own.
func compose(ctx context.Context, s service) (address string, end func(), err error) {
	project := "scimgate-test-" + s.container + "-" + strconv.Itoa(os.Getpid())
	docker := func(ctx context.Context, args ...string) (string, error) {
		cmd := exec.CommandContext(ctx, "docker", append([]string{"compose", "-p", project, "-f", "-"}, args...)...)
		cmd.Stdin = strings.NewReader(composeFile)
		out, err := cmd.CombinedOutput()
		if err != nil {
			err = fmt.Errorf("docker compose %s: %w: %s", args[0], err, out)
		}
		return strings.TrimSpace(string(out)), err
	}
	end = func() { _, _ = docker(context.Background(), "down", "-v") }
	if _, err := docker(ctx, "up", "-d", "--wait", s.container); err != nil {
		end()
		return "", nil, err
	}
	hostPort, err := docker(ctx, "port", s.container, s.port)
	if err != nil {
		end()
		return "", nil, err
	}
	return s.Address(hostPort), end, nil
}
