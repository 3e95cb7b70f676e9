package chaos

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/failpoint"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/test/served"
)

const (
	token       = "idp"
	gatewayFile = `
listen: 127.0.0.1:0
admin: {listen: "off"}
store: {type: %s, %s: %q}
clients: [{name: idp, tokens: [{sha256: %s}], apps: {%s}}]
apps:
%s`
)

// site is the gateway, what it serves, and what is believed of it.
type site struct {
	*testing.T
	plan
	apps    []*app
	config  string
	store   string // its dialect
	place   string // where it is
	ahead   time.Duration
	running *process
	ordered failpoint.Order // last
	killed  []string        // at these places since the operation began
	targets *targets
}

func newSite(t *testing.T, dialect string, chance *rand.Rand) *site {
	t.Helper()
	s := &site{T: t, plan: plan{&model{owners: map[told]any{}, logins: map[told]bool{}}, chance}, apps: apps(t, dialect)}
	s.targets = newTargets(s.apps)
	dir := t.TempDir()
	place, key := filepath.Join(dir, "scimgate.db"), "path"
	if dialect == "postgres" {
		place, key = testenv.Postgres(t), "dsn"
	}
	var grants []string
	var files strings.Builder
	for _, a := range s.apps {
		grants = append(grants, a.name+": write")
		fmt.Fprintf(&files, "  - {file: %s.yaml, connector: {%s}, holds: {deletions: {count: 1000000}, deactivations: {count: 1000000}}}\n", a.name, a.connector)
		served.Write(t, filepath.Join(dir, a.name+".yaml"), a.file)
	}
	s.config = filepath.Join(dir, "gateway.yaml")
	served.Write(t, s.config, fmt.Sprintf(gatewayFile, dialect, key, place, auth.Digest(token), strings.Join(grants, ", "), files.String()))
	s.start(failpoint.Order{})
	s.store = dialect
	s.place = place
	t.Cleanup(func() { s.running.stop() })
	return s
}

// start starts the gateway, and once more when it is killed before it listens.
func (s *site) start(o failpoint.Order) {
	s.Helper()
	o.Ahead = s.ahead
	s.ordered, s.running = o, start(s.T, s.config, o)
	if s.running.isOver() {
		s.again(failpoint.Order{})
	}
}

// again starts the gateway after it was killed where it was ordered.
func (s *site) again(o failpoint.Order) {
	s.Helper()
	s.targets.kills[s.ordered.Point]++
	s.killed = append(s.killed, s.ordered.Point)
	s.start(o)
}

// order says where the gateway is to end.
func (s *site) order(o failpoint.Order) {
	s.Helper()
	o.Ahead = s.ahead
	s.running.order(o)
	if !s.running.isOver() {
		s.ordered = o
	}
}

// to is an identity provider that speaks to an app at the gateway that runs now.
func (s *site) to(a *app, style string) idp {
	return idp{client{s.running.url + "/" + a.name + "/scim/v2"}, s.model, style}
}
