package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/gateway/ledger"
)

func newCorrelationsBackfill() *cobra.Command {
	var about correlations
	var write, asJSON bool
	cmd := &cobra.Command{
		Use:   "backfill --config gateway.yaml [--app hr] [--type User] [--write]",
		Short: "Write ids into the records that are to hold them",
		Long: `Write into the application the ids of the records that hold none yet, where the app file says
identity: {field: …}. Each gets the id under which it is known already, so that no client notices. Without it a
record gets its id with the next change that a client makes. Records that are protected are left as they are.

Without --write nothing is written, and the records are counted. It may be run again, and while a gateway serves.`,
		Example: `  gateway correlations backfill --config gateway.yaml --app hr --type User
  gateway correlations backfill --config gateway.yaml --app hr --type User --write`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opened, chosen, err := about.open(cmd, true)
			if err != nil {
				return err
			}
			defer opened.Close()
			show, clear := progress(cmd, "records")
			defer clear()
			err = ledger.Print(cmd.OutOrStdout(), format(cmd, asJSON), chosen.Backfill(cmd.Context(), write, show))
			if err == nil && !write {
				_, err = fmt.Fprintln(cmd.ErrOrStderr(), "nothing is written without --write")
			}
			return err
		},
	}
	about.flags(cmd)
	cmd.Flags().BoolVar(&write, "write", false, "write the ids into the application")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, an object in a line")
	return cmd
}
