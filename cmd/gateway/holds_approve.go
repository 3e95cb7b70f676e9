package main

import (
	"errors"
	"fmt"
	"os/user"

	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/ledger"
)

// longestName is how many bytes the name of an operator may have.
const longestName = 100

func newHoldsApprove() *cobra.Command {
	var about correlations
	var given correlation.Approval
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "approve <app> <kind> --config gateway.yaml [--type User] [--for 1h] [--count 200]",
		Short: "Let through what is held",
		Long: `Let through what is held of an app: its deactivations, deletions or member_removals. From now on any number of
them is done, or as many as --count says, for the length of a window, or as long as --for says. Behind that the
limit of gateway.yaml stands again.

Without --type it is about the resource types of which something is held. With it, an approval may also come before
anything is held.`,
		Example: `  gateway holds approve hr deactivations --config gateway.yaml
  gateway holds approve hr deletions --config gateway.yaml --type User --count 300 --for 8h`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			about.app = args[0]
			if err := complete(&given); err != nil {
				return err
			}
			opened, chosen, err := about.open(cmd, false)
			if err != nil {
				return err
			}
			defer opened.Close()
			approved, err := chosen.Approve(cmd.Context(), args[1], given, about.resourceType != "")
			if err != nil {
				return err
			}
			if len(approved) == 0 {
				return fmt.Errorf("no %s of %s are held; --type approves some beforehand", args[1], args[0])
			}
			return ledger.Print(cmd.OutOrStdout(), format(cmd, asJSON), ledger.Each(approved))
		},
	}
	configFlag(cmd, &about.config)
	_ = cmd.MarkFlagRequired("config")
	cmd.Flags().StringVar(&about.resourceType, "type", "", "one resource type, such as User; those that are held without")
	cmd.Flags().DurationVar(&given.For, "for", 0, "how long, such as 30m; a window of the app without")
	cmd.Flags().IntVar(&given.Count, "count", 0, "how many; any number without")
	cmd.Flags().StringVar(&given.By, "by", "", "who approves, for the record; the user of the system without")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, an object in a line")
	return cmd
}

// complete says who approves, and refuses what cannot be meant.
func complete(a *correlation.Approval) error {
	switch {
	case a.For < 0:
		return errors.New("--for must be longer than nothing")
	case a.Count < 0:
		return errors.New("--count must be at least 1")
	case len(a.By) > longestName:
		return fmt.Errorf("--by may have %d bytes", longestName)
	case a.By != "":
		return nil
	}
	u, err := user.Current()
	if err != nil {
		return errors.New("--by is needed: the system does not say who you are")
	}
	a.By = u.Username
	return nil
}
