package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/gateway/ledger"
)

func newCorrelationsVerify() *cobra.Command {
	var about correlations
	var brief, asJSON bool
	cmd := &cobra.Command{
		Use:   "verify --config gateway.yaml [--app hr] [--type User] [--brief]",
		Short: "Compare the store with the applications",
		Long: `Compare the store with the applications, and list

  orphan         links in use whose record the application does not have
  duplicate      records with one value that accounts are recognised by, links with one externalId
  unknown        records that no link leads to
  pending        creates and renames that nobody has gone on with for long
  irreplaceable  what a rebuild would not bring back, should the store be lost; nothing is wrong with it

It reads all records once and writes nothing. What is created or deleted meanwhile may be listed: run it again.
The exit code is 1 when something else than irreplaceable is found, and 2 when the store or an application
does not answer.`,
		Example: `  gateway correlations verify --config gateway.yaml --app hr`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opened, chosen, err := about.open(cmd, true)
			if err != nil {
				return err
			}
			defer opened.Close()
			show, clear := progress(cmd, "looked at")
			var sums []ledger.Summary
			found := chosen.Verify(cmd.Context(), show, func(s ledger.Summary) { sums = append(sums, s) })
			if brief {
				found = ledger.Wrong(found)
			}
			err = ledger.Print(cmd.OutOrStdout(), format(cmd, asJSON), found)
			clear()
			if err != nil {
				return err
			}
			wrong := false
			for _, s := range sums {
				wrong = wrong || s.IsWrong()
				if !asJSON {
					fmt.Fprintln(cmd.ErrOrStderr(), s)
				} else if err := json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]ledger.Summary{"summary": s}); err != nil {
					return err
				}
			}
			if wrong {
				return errFindings
			}
			return nil
		},
	}
	about.flags(cmd)
	about.names(cmd)
	cmd.Flags().BoolVar(&brief, "brief", false, "count what is irreplaceable, and do not list it")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, an object in a line, and summaries at the end")
	return cmd
}
