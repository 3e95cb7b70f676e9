package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk"
)

// agents is how many the help desk begins with.
const agents = 500

// desk is a help desk that runs in this process, behind HTTP as it would anywhere else.
type desk struct {
	server *http.Server
	url    string
	key    string
}

// openDesk starts a help desk on a port of loopback. It forgets everything at the end, so that what it makes is numbered
// by the clock: a number that the gateway remembers from the time before is nobody's, and never becomes somebody else's.
func openDesk(ctx context.Context) (*desk, error) {
	d := &desk{key: rand.Text()}
	app, err := helpdesk.New(helpdesk.Options{Key: d.key, Agents: agents, First: time.Now().Unix()})
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	d.url = "http://" + listener.Addr().String() + "/api/v1"
	d.server = &http.Server{Handler: app, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		// Serve ends with ErrServerClosed; of any other end the gateway tells, which cannot reach the help desk then.
		_ = d.server.Serve(listener)
	}()
	return d, nil
}

// Close ends it, and the calls that are under way.
func (d *desk) Close() error {
	if err := d.server.Close(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
