package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/gateway/ledger"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/diag"
)

func newCorrelations() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "correlations",
		Short: "See and keep which SCIM id stands for which account",
		Long: `See and keep which SCIM id stands for which account of an application. These commands work on the store
that gateway.yaml names, while a gateway serves from it or while none does.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		newCorrelationsList(), newCorrelationsShow(), newCorrelationsExport(), newCorrelationsImport(),
		newCorrelationsVerify(), newCorrelationsRebuild(), newCorrelationsBackfill(),
	)
	return cmd
}

// correlations are what a command works on.
type correlations struct {
	config, app, resourceType, domain string
}

// flags are those that say what a command is about.
func (c *correlations) flags(cmd *cobra.Command) {
	configFlag(cmd, &c.config)
	_ = cmd.MarkFlagRequired("config")
	cmd.Flags().StringVar(&c.app, "app", "", "the name of one app; all of them without")
	cmd.Flags().StringVar(&c.resourceType, "type", "", "one resource type, such as User; all of them without")
}

// names says whose externalIds a command is about.
func (c *correlations) names(cmd *cobra.Command) {
	cmd.Flags().StringVar(&c.domain, "domain", "", "whose externalIds are meant: a domain of clients; those of the app without")
}

// open opens the ledger, with the application where live is set. What is wrong with the configuration is printed.
func (c *correlations) open(cmd *cobra.Command, live bool) (opened *assemble.Ledger, chosen ledger.Ledger, err error) {
	if err := present(c.config); err != nil {
		return nil, chosen, err
	}
	cfg, found := config.Load(c.config)
	if err = found.Err(); err == nil {
		opened, err = assemble.OpenLedger(cmd.Context(), cfg, c.app, live)
	}
	if f, ok := errors.AsType[diag.Failure](err); ok {
		_ = f.Findings.Render(cmd.ErrOrStderr(), colour(cmd.ErrOrStderr()))
		return nil, chosen, errors.New("the correlations cannot be opened")
	}
	if err != nil {
		return nil, chosen, err
	}
	if chosen, err = opened.For(c.domain); err == nil {
		chosen, err = chosen.Of(c.resourceType)
	}
	if err != nil {
		opened.Close()
		return nil, chosen, err
	}
	return opened, chosen, nil
}

// format is how rows are printed on standard output.
func format(cmd *cobra.Command, asJSON bool) ledger.Format {
	switch {
	case asJSON:
		return ledger.JSON
	case terminal(cmd.OutOrStdout()):
		return ledger.Table
	default:
		return ledger.Tabs
	}
}

// progress shows a person how far long work is.
func progress(cmd *cobra.Command, what string) (show func(n int), done func()) {
	w := cmd.ErrOrStderr()
	if !terminal(w) {
		return func(int) {}, func() {}
	}
	return func(n int) { fmt.Fprintf(w, "\r%s: %d", what, n) }, func() { fmt.Fprint(w, "\r\x1b[K") }
}
