package main

import (
	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/assemble"
)

func newServe() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "serve --config gateway.yaml",
		Short: "Serve the apps of a gateway.yaml",
		Long: `Serve the apps of a gateway.yaml until the process is told to end (SIGINT or SIGTERM). Requests in
flight then finish, for at most timeouts.shutdown; a second signal ends the process at once.

The log goes to standard error: JSON, or text on a terminal.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := present(path); err != nil {
				return err
			}
			cfg, found := config.Load(path)
			if err := found.Err(); err != nil {
				return err
			}
			stderr := cmd.ErrOrStderr()
			log := assemble.NewLogger(cfg.Log, stderr, terminal(stderr))
			assemble.TakeStdLog(log)
			assemble.LogWarnings(log, found)
			b := readBuild()
			return assemble.Serve(cmd.Context(), cfg, assemble.Options{Log: log, Version: b.Version, Revision: b.Revision})
		},
	}
	configFlag(cmd, &path)
	_ = cmd.MarkFlagRequired("config")
	return cmd
}

func configFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVarP(path, "config", "c", "", "the gateway.yaml")
	_ = cmd.MarkFlagFilename("config", "yaml", "yml")
}
