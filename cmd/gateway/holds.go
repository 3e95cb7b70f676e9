package main

import "github.com/spf13/cobra"

func newHolds() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "holds",
		Short: "See and approve writes that are held because they take too much away",
		Long: `See and approve writes that are held because they take too much away: deactivations, deletions and removals
of members beyond what apps[].holds of gateway.yaml admits. These commands work on the store that gateway.yaml
names, while gateways serve from it; what is approved counts for all of them at once.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newHoldsList(), newHoldsApprove())
	return cmd
}
