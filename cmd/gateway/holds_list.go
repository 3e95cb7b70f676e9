package main

import (
	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/gateway/ledger"
)

func newHoldsList() *cobra.Command {
	var about correlations
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list --config gateway.yaml [--app hr] [--type User]",
		Short: "List what is held, what was approved and what is being counted",
		Long: `List what is held and until when it was approved, and how much was counted in windows under way. A kind of
writes that is not there has not been counted lately.

On a terminal it is a table; else cells have tabs between them, or are JSON objects, one in a line.`,
		Example: `  gateway holds list --config gateway.yaml
  gateway holds list --config gateway.yaml --app hr --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opened, chosen, err := about.open(cmd, false)
			if err != nil {
				return err
			}
			defer opened.Close()
			return ledger.Print(cmd.OutOrStdout(), format(cmd, asJSON), chosen.Holds(cmd.Context()))
		},
	}
	about.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, an object in a line")
	return cmd
}
