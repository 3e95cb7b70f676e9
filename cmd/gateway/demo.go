package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/demo"
)

func newDemo() *cobra.Command {
	var o demo.Options
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Try the gateway in front of an HR database and a help desk that it makes itself",
		Long: `Make a legacy HR database in SQLite and run a help desk with a REST interface, serve them over SCIM under
/hr/scim/v2 and /helpdesk/scim/v2, and print how to ask. Nothing else is needed. The app files that do it are
examples/hr/app.yaml and examples/helpdesk/app.yaml.

The folder with database, app files and gateway.yaml is removed at the end unless --dir names one.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Employees < 1 {
				return fmt.Errorf("--employees must be at least 1")
			}
			stderr := cmd.ErrOrStderr()
			o.Out = cmd.OutOrStdout()
			o.Log = assemble.NewLogger(config.Log{Level: "info", Format: "auto"}, stderr, terminal(stderr))
			assemble.TakeStdLog(o.Log)
			return demo.Run(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.Listen, "listen", demo.DefaultListen, "the address to listen on; port 0 takes a free one")
	cmd.Flags().StringVar(&o.Token, "token", "", "the bearer token that is accepted (default: a new one)")
	cmd.Flags().StringVar(&o.Dir, "dir", "", "keep everything in this folder, and go on with what is there")
	cmd.Flags().IntVar(&o.Employees, "employees", demo.DefaultEmployees, "how many employees the database begins with")
	_ = cmd.MarkFlagDirname("dir")
	return cmd
}
