package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/diag"
)

// errFindings ends a check whose findings are printed already.
var errFindings = errors.New("there are findings")

func newCheck() *cobra.Command {
	var path string
	var checks assemble.Checks
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check [--config gateway.yaml | app.yaml …]",
		Short: "Find what is wrong with a gateway.yaml or with app files",
		Long: `Find everything that is wrong with a gateway.yaml and the app files it names, or with app files alone:
every finding at once, with file, line and column. No output means that nothing is wrong; warnings alone
do not stop the gateway from serving.

Without --live nothing is connected: fields are compared with <app>.shape.json beside the app file, if
it is there. --live compares with the applications themselves, and --save keeps what they look like.`,
		Example: `  gateway check --config gateway.yaml
  gateway check --config gateway.yaml --live --save
  gateway check --json hr.yaml crm.yaml`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case (path == "") == (len(args) == 0):
				return errors.New("check takes either --config or app files")
			case checks.Save && !checks.Live:
				return errors.New("--save needs --live")
			case path != "":
				return present(path)
			}
			return present(args...)
		},
		RunE: func(cmd *cobra.Command, files []string) error {
			found := check(cmd.Context(), path, files, checks)
			if err := printFindings(cmd.OutOrStdout(), found, asJSON); err != nil {
				return err
			}
			if found.HasErrors() {
				return errFindings
			}
			return nil
		},
		ValidArgsFunction: cobra.FixedCompletions([]string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt),
	}
	configFlag(cmd, &path)
	cmd.Flags().BoolVar(&checks.Live, "live", false, "connect, and compare with the applications as they are")
	cmd.Flags().BoolVar(&checks.Save, "save", false, "with --live: write <app>.shape.json beside each app file")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON")
	return cmd
}

// present is an error when one of the files is not there.
func present(paths ...string) error {
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			return err
		}
	}
	return nil
}

func check(ctx context.Context, path string, files []string, checks assemble.Checks) diag.List {
	if path == "" {
		return assemble.CheckApps(ctx, files, checks)
	}
	cfg, found := config.Load(path)
	if cfg != nil {
		found.Add(assemble.Check(ctx, cfg, checks)...)
	}
	return found.Sorted()
}

func printFindings(w io.Writer, found diag.List, asJSON bool) error {
	if asJSON {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		return out.Encode(struct {
			Findings diag.List `json:"findings"`
		}{append(diag.List{}, found...)})
	}
	return found.Render(w, colour(w))
}
