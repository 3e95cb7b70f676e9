package switchboard

import (
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// SessionHeader is the header that holds the token of a session.
const SessionHeader = "X-Session"

// Options are what differs from one switchboard to another.
type Options struct {
	User, Password string           // of whoever may sign in
	Calls          int              // a session is good for; 0: for ever
	Now            func() time.Time // nil: time.Now
}

// New makes a switchboard without operators. It is an http.Handler.
func New(o Options) (*legacy.App, error) {
	return legacy.New(legacy.Style{
		Prefix:      "/xml",
		Body:        legacy.XML,
		Paging:      legacy.Offsets,
		Size:        50,
		Max:         200,
		Update:      legacy.Put,
		Answer:      legacy.LocationOnly,
		ErrorsIn200: true,
		EmptyIsNull: true,
		Auth:        legacy.Auth{Kind: legacy.Session, Name: SessionHeader, User: o.User, Password: o.Password, Calls: o.Calls},
		Now:         o.Now,
	}, operators(), devices(), places(), duties(), huntGroups(), entries())
}
