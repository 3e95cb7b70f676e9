// Package e2e starts the real binary and looks at it from outside: requests and answers, rows, files, exit codes.
//
//	main_test.go     the binary, built once
//	process_test.go  a gateway process: its start, its end
//	client_test.go   a SCIM client of a few lines
//	rows_test.go     whole tables before and after
//	wire_test.go     what travels between the gateway and PostgreSQL
//
// The other files are the tests.
package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

var program string // built by TestMain

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "scimgate-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	program = filepath.Join(dir, "gateway")
	build := exec.Command("go", "build", "-o", program, "github.com/scimgate/scimgate/cmd/gateway")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // the binary that `make build` makes
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	code := 1
	if err := build.Run(); err == nil {
		code = m.Run()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}
