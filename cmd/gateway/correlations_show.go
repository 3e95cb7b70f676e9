package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/gateway/ledger"
)

func newCorrelationsShow() *cobra.Command {
	var about correlations
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show --config gateway.yaml app type id|key|userName",
		Short: "Show one account, in the store and in the application",
		Long: `Show what the store has of one account, whether the application has it, and which creates of it are under
way. The account is named by its id, its key, or by what it is recognised by, such as its userName. Nothing
of the application is printed but what an account is recognised by.`,
		Example: `  gateway correlations show --config gateway.yaml hr User ada@example.com`,
		Args:    cobra.ExactArgs(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			about.app, about.resourceType = args[0], args[1]
			opened, chosen, err := about.open(cmd, true)
			if err != nil {
				return err
			}
			defer opened.Close()
			list, err := ledger.Show(cmd.Context(), chosen.Types[0], args[2])
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(append([]ledger.Shown{}, list...))
			}
			if len(list) == 0 {
				return fmt.Errorf("neither the store nor the application has %q", args[2])
			}
			return ledger.PrintShown(cmd.OutOrStdout(), list)
		},
	}
	configFlag(cmd, &about.config)
	_ = cmd.MarkFlagRequired("config")
	about.names(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
