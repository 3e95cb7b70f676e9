package main

import (
	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/gateway/ledger"
)

func newCorrelationsRebuild() *cobra.Command {
	var about correlations
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rebuild --config gateway.yaml [--app hr] [--type User]",
		Short: "Find ids again that the store has lost",
		Long: `Read the keys of all records, and store the ids that follow from them where the store has none. Every id of a
record whose key never changed is then what it was. With identity: key there is nothing to rebuild, and with
identity: store nothing to rebuild it from; such types are listed without a look.

A gateway does this by itself, when an id is asked for that its store does not know and the records were never read
before. This is for a store that has lost a part of what it had. Until it ends, ids that are not known are 503
instead of 404.`,
		Example: `  gateway correlations rebuild --config gateway.yaml --app hr`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opened, chosen, err := about.open(cmd, true)
			if err != nil {
				return err
			}
			defer opened.Close()
			show, clear := progress(cmd, "records")
			defer clear()
			return ledger.Print(cmd.OutOrStdout(), format(cmd, asJSON), chosen.Rebuild(cmd.Context(), show))
		},
	}
	about.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, an object in a line")
	return cmd
}
