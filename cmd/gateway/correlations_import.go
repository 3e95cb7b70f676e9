package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/gateway/ledger"
	"github.com/scimgate/scimgate/internal/diag"
)

func newCorrelationsImport() *cobra.Command {
	var about correlations
	var write, asJSON bool
	cmd := &cobra.Command{
		Use:   "import --config gateway.yaml --app hr [--type User] [--write] file.csv",
		Short: "Link accounts that exist already, from CSV",
		Long: `Link accounts that exist already to their ids before an identity provider asks for them. The first line of
the file names its columns, in any order:

  userName    or what else the type is recognised by, also called "match": the account is looked for by it
  key         its native key, instead
  id          the id that it had elsewhere; without one it gets the id that the gateway would give it
  externalId  what the identity provider calls it, where the application has no field for that
  type        the resource type, unless --type says it or there is just one
  claimed     false for an account that a create may adopt; without it true
  buried      true for an account that is deleted, whose id is never given again

The output of "correlations export" is such a file.

Without --write nothing is stored, and everything else is the same. Each line that cannot be linked is listed.
When something is wrong with the file itself nothing is imported. Run it again after an interruption: what is
stored already is left as it is.`,
		Example: `  gateway correlations import --config gateway.yaml --app hr --type User accounts.csv
  gateway correlations import --config gateway.yaml --app hr --type User --write accounts.csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("import takes one CSV file")
			}
			return present(args[0])
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			opened, chosen, err := about.open(cmd, true)
			if err != nil {
				return err
			}
			defer opened.Close()
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close()
			show, clear := progress(cmd, "lines")
			imported, found, err := chosen.Import(cmd.Context(), args[0], f, write, show)
			clear()
			if failed := printImported(cmd, imported, found, write, asJSON); err == nil {
				err = failed
			}
			if err == nil && found.HasErrors() {
				return errFindings
			}
			return err
		},
		ValidArgsFunction: cobra.FixedCompletions([]string{"csv"}, cobra.ShellCompDirectiveFilterFileExt),
	}
	about.flags(cmd)
	about.names(cmd)
	_ = cmd.MarkFlagRequired("app")
	cmd.Flags().BoolVar(&write, "write", false, "store the links")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func printImported(cmd *cobra.Command, i ledger.Imported, found diag.List, write, asJSON bool) error {
	w := cmd.OutOrStdout()
	if asJSON {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		return out.Encode(struct {
			Findings diag.List       `json:"findings"`
			Imported ledger.Imported `json:"imported"`
			Written  bool            `json:"written"`
		}{append(diag.List{}, found...), i, write})
	}
	if err := found.Render(w, colour(w)); err != nil {
		return err
	}
	text := i.String()
	if !write {
		text += "; nothing is stored without --write"
	}
	_, err := fmt.Fprintln(cmd.ErrOrStderr(), text)
	return err
}
