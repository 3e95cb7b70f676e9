// Command gateway is the SCIM gateway: one verb per file, flags and exit codes only.
//
//	main.go        run: arguments to an exit code
//	terminal.go    what a terminal changes
//	serve.go check.go demo.go token.go version.go   the verbs
//	correlations.go   what the verbs on correlations share; correlations_*.go one each
//	holds.go   the verbs on what is held; holds_*.go one each
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/internal/diag"
)

// Exit codes: everything else is a usage error, or the verb could not run at all.
const (
	exitOK       = 0
	exitFindings = 1
	exitUnable   = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole program. The first interrupt asks the verb to end, the second ends the process.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	// Whoever read our output may be gone; what is in flight is finished all the same.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	if errors.Is(err, errFindings) {
		return exitFindings
	}
	if f, ok := errors.AsType[diag.Failure](err); ok {
		_ = f.Findings.Render(stderr, colour(stderr))
		return exitFindings
	}
	fmt.Fprintf(stderr, "gateway: %v\n", err)
	return exitUnable
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "gateway",
		Short: "A SCIM 2.0 gateway in front of applications that have no SCIM",
		Long: `Identity providers speak SCIM to the gateway; it answers by reading and writing an application
that has never heard of SCIM, as an app file says.

Start with:

  gateway demo

Exit codes: 0 in order, 1 findings, 2 wrong usage or unable to run.`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(newServe(), newCheck(), newDemo(), newToken(), newCorrelations(), newHolds(), newVersion())
	return root
}
