package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
)

// installMissing installs the packages of the services that were not given and are not found, where that is possible.
func installMissing(ctx context.Context, services []service) error {
	var packages []string
	for _, s := range services {
		if _, ok := s.Find(); !ok && os.Getenv(s.env) == "" {
			packages = append(packages, s.Package)
		}
	}
	if len(packages) == 0 || !canInstall() {
		return nil
	}
	return install(ctx, packages)
}

// canInstall reports whether this is Debian, or a child of it, and we are root.
func canInstall() bool {
	_, err := exec.LookPath("apt-get")
	return err == nil && os.Geteuid() == 0
}

// install installs Debian packages without letting them start a daemon.
func install(ctx context.Context, packages []string) error {
	fmt.Fprintf(os.Stderr, "services: install %s\n", strings.Join(packages, " "))
	restore, err := forbidDaemons()
	if err != nil {
		return err
	}
	defer restore()
	for _, args := range [][]string{{"update"}, append([]string{"install", "-y", "--no-install-recommends"}, packages...)} {
		cmd := exec.CommandContext(ctx, "apt-get", append([]string{"-q"}, args...)...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("apt-get %s: %w\n%s", args[0], err, out)
		}
	}
	return nil
}

// policyFile is what Debian's packages ask before they start a daemon; exit code 101 says no.
const policyFile = "/usr/sbin/policy-rc.d"

func forbidDaemons() (restore func(), err error) {
	if _, err := os.Stat(policyFile); !errors.Is(err, fs.ErrNotExist) {
		return func() {}, err // whoever wrote one decides
	}
	err = os.WriteFile(policyFile, []byte("#!/bin/sh\nexit 101\n"), 0o755)
	return func() { _ = os.Remove(policyFile) }, err
}
