package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
)

// canInstall reports whether this is Debian, or a child of it, and we are root.
func canInstall() bool {
	_, err := exec.LookPath("apt-get")
	return err == nil && os.Geteuid() == 0
}

// install installs a Debian package without letting it start a daemon.
func install(ctx context.Context, pkg string) error {
	fmt.Fprintf(os.Stderr, "services: install %s\n", pkg)
	restore, err := forbidDaemons()
	if err != nil {
		return err
	}
	defer restore()
	for _, args := range [][]string{{"update"}, {"install", "-y", "--no-install-recommends", pkg}} {
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
