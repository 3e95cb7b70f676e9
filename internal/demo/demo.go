package demo

import (
	"cmp"
	"context"
	"errors"
	"io"

	"go.uber.org/zap"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/assemble"
)

// Options are the flags of `gateway demo`. The zero Options are its defaults, but for Out.
type Options struct {
	Listen    string // empty: 127.0.0.1:8080
	Token     string // empty: a new one
	Dir       string // kept, and used again; empty: a temporary folder that is removed at the end
	Employees int    // of a database that is not there yet; 0: 1,000

	Out io.Writer   // where the banner goes
	Log *zap.Logger // nil: nothing is logged
}

// Defaults of the flags.
const (
	DefaultListen    = "127.0.0.1:8080"
	DefaultEmployees = 1000
)

// Run makes the HR database, starts the help desk, and serves them as apps `hr` and `helpdesk` until ctx ends. The error is a diag.Failure when the
// configuration was refused, for a listener outside loopback for example.
func Run(ctx context.Context, o Options) (err error) {
	f, remove, err := makeFolder(o.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	token := o.Token
	if token == "" {
		token, _ = auth.NewToken()
	}
	d, err := openDesk(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := f.fill(ctx, cmp.Or(o.Employees, DefaultEmployees)); err != nil {
		return err
	}
	if err := f.configure(cmp.Or(o.Listen, DefaultListen), auth.Digest(token), d); err != nil {
		return err
	}
	cfg, found := config.Load(f.config())
	if err := found.Err(); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var unsaid error
	err = assemble.Serve(ctx, cfg, assemble.Options{
		Log: o.Log,
		Listening: func(address string) {
			if unsaid = printBanner(ctx, o.Out, address, token, o.ends(f)); unsaid != nil {
				stop()
			}
		},
	})
	return errors.Join(err, unsaid)
}

// ends says what becomes of the folder.
func (o Options) ends(f folder) string {
	if o.Dir == "" {
		return "Ctrl-C ends it and removes " + string(f)
	}
	return "Ctrl-C ends it; everything stays in " + string(f)
}
