package helpdesk

import (
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// KeyHeader is the header that holds the API key.
const KeyHeader = "X-Helpdesk-Key"

// Options are what differs from one help desk to another.
type Options struct {
	Key    string           // the API key
	Agents int              // who are there from the start, in their teams
	First  int64            // the least number of an agent or a team that is made later; 0: the next one
	Now    func() time.Time // nil: time.Now
}

// New makes a help desk. It is an http.Handler.
func New(o Options) (*legacy.App, error) {
	app, err := legacy.New(style(o), agents(), teams(), memberships(), phones(), addresses(), skills())
	if err != nil {
		return nil, err
	}
	if err := seed(app, o.Agents); err != nil {
		return nil, err
	}
	app.CountFrom("agents", "id", o.First)
	app.CountFrom("teams", "id", o.First)
	return app, nil
}

func style(o Options) legacy.Style {
	return legacy.Style{
		Prefix:      "/api/v1",
		Wrap:        true,
		Under:       "data",
		Paging:      legacy.Pages,
		Total:       legacy.TotalInBody,
		Duplicate:   422,
		Again:       422,
		EmptyIsNull: true,
		ETags:       true,
		Idempotency: true,
		Auth:        legacy.Auth{Kind: legacy.Key, Name: KeyHeader, Secret: o.Key},
		Now:         o.Now,
	}
}
