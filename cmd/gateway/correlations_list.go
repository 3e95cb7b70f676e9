package main

import (
	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/ledger"
)

func newCorrelationsList() *cobra.Command {
	var about correlations
	var claimed, buried, pending, parked, asJSON bool
	var limit int
	cmd := &cobra.Command{
		Use:   "list --config gateway.yaml [--app hr] [--type User]",
		Short: "List ids, keys and what else the store has",
		Long: `List which id stands for which key, as the store has it; no application is asked. A link is claimed when its
account was created, adopted or imported, seen when a list or a reference came upon it, and buried when the
account was deleted. --pending lists creates and renames under way instead, --parked references to resources that
are not there yet.

On a terminal it is a table; else cells have tabs between them, or are JSON objects, one in a line.`,
		Example: `  gateway correlations list --config gateway.yaml --app hr --type User --claimed
  gateway correlations list --config gateway.yaml --pending --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opened, chosen, err := about.open(cmd, false)
			if err != nil {
				return err
			}
			defer opened.Close()
			w, as := cmd.OutOrStdout(), format(cmd, asJSON)
			if parked {
				return ledger.Print(w, as, chosen.Parked(cmd.Context(), limit))
			}
			if pending {
				return ledger.Print(w, as, chosen.Pending(cmd.Context(), limit))
			}
			var state correlation.State
			switch {
			case claimed:
				state = correlation.InUseFirm
			case buried:
				state = correlation.InTheGrave
			}
			return ledger.Print(w, as, chosen.List(cmd.Context(), state, limit))
		},
	}
	about.flags(cmd)
	about.names(cmd)
	cmd.Flags().BoolVar(&claimed, "claimed", false, "only what was created, adopted or imported")
	cmd.Flags().BoolVar(&buried, "buried", false, "only what was deleted")
	cmd.Flags().BoolVar(&pending, "pending", false, "creates and renames under way")
	cmd.Flags().BoolVar(&parked, "parked", false, "references to resources that are not there yet")
	cmd.MarkFlagsMutuallyExclusive("claimed", "buried", "pending", "parked")
	cmd.Flags().IntVar(&limit, "limit", 0, "at most so many; 0 for all")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, an object in a line")
	return cmd
}
