package assemble

import (
	"time"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/auth"
)

// authenticator recognises the clients of a configuration.
func authenticator(clients []config.Client, clock func() time.Time) *auth.Authenticator {
	accounts := make([]auth.Account, len(clients))
	for i, c := range clients {
		accounts[i].Client = auth.Client{Name: c.Name, Apps: map[string]auth.Access{}, Domain: c.Domain, Me: c.Me, Rate: auth.Rate(c.Rate)}
		for _, t := range c.Tokens {
			accounts[i].Tokens = append(accounts[i].Tokens, auth.Token(t))
		}
		for _, g := range c.Grants {
			access := auth.Read
			if g.Write {
				access = auth.Write
			}
			accounts[i].Client.Apps[g.App] = access
		}
	}
	return auth.New(clock, accounts...)
}

// anonymous stands for whoever shows no token, at every app; nil where they are not answered.
func anonymous(cfg *config.Config, apps map[string]*gateway.App) *auth.Client {
	if !cfg.PublicDiscovery {
		return nil
	}
	c := &auth.Client{Apps: map[string]auth.Access{}, Rate: auth.Rate(cfg.Limits.Rate)}
	for name := range apps {
		c.Apps[name] = auth.Read
	}
	return c
}
