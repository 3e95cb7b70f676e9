package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newCorrelationsExport() *cobra.Command {
	var about correlations
	var path string
	cmd := &cobra.Command{
		Use:   "export --config gateway.yaml --app hr [--type User] [-o file.csv]",
		Short: "Write all links as CSV",
		Long: `Write all links of an app as CSV, those of deleted accounts included: type, id, key, externalId, claimed and
buried. "correlations import" reads it. No application is asked.

Without -o the CSV goes to standard output. With it the file is there when all of it is.`,
		Example: `  gateway correlations export --config gateway.yaml --app hr -o hr.csv`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opened, chosen, err := about.open(cmd, false)
			if err != nil {
				return err
			}
			defer opened.Close()
			show, done := progress(cmd, "links")
			if path == "" {
				_, err = chosen.Export(cmd.Context(), cmd.OutOrStdout(), func(int) {})
				return err
			}
			n, err := chosen.ExportFile(cmd.Context(), path, show)
			done()
			if err == nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "%d links in %s\n", n, path)
			}
			return err
		},
	}
	about.flags(cmd)
	about.names(cmd)
	_ = cmd.MarkFlagRequired("app")
	cmd.Flags().StringVarP(&path, "output", "o", "", "the file")
	return cmd
}
