package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/scimgate/scimgate/gateway/auth"
)

func newToken() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Make bearer tokens for identity providers",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newTokenNew())
	return cmd
}

func newTokenNew() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "new",
		Short: "Print a new token, once, and its digest for gateway.yaml",
		Long: `Print a new bearer token for an identity provider, and the digest of it for gateway.yaml. The token
is printed this once and kept nowhere: whoever loses it makes another.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			token, digest := auth.NewToken()
			w := cmd.OutOrStdout()
			if asJSON {
				return json.NewEncoder(w).Encode(map[string]string{"token": token, "sha256": digest})
			}
			_, err := fmt.Fprintf(w, "token, for the identity provider:\n\n  %s\n\nunder tokens of its client in gateway.yaml:\n\n  - sha256: %s\n", token, digest)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
