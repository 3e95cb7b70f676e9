package assemble

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/scimgate/scimgate/config"
)

// Serve opens everything, serves until ctx ends, lets the requests in flight finish and closes everything. The error
// is a diag.Failure when the configuration was refused.
func Serve(ctx context.Context, cfg *config.Config, o Options) error {
	o = o.withDefaults()
	secure, found := certificate(cfg.TLS)
	g, more := Open(ctx, cfg, o)
	found.Add(more...)
	if err := found.Err(); err != nil {
		if g != nil {
			err = errors.Join(err, g.Close())
		}
		return err
	}
	LogWarnings(o.Log, found)
	public, admin, err := listen(cfg)
	if err != nil {
		return errors.Join(err, g.Close())
	}
	t := cfg.Timeouts
	errorLog, _ := zap.NewStdLogAt(o.Log, zap.DebugLevel)
	s := &server{
		Gateway: g, cfg: cfg, Options: o, beside: []func(context.Context){func(ctx context.Context) { g.janitor.run(ctx, o.Ticks(round)) }},
		public: &http.Server{
			Handler: g.Handler, TLSConfig: secure, ErrorLog: errorLog, MaxHeaderBytes: cfg.Limits.Header,
			ReadHeaderTimeout: t.ReadHeader, ReadTimeout: t.Read, WriteTimeout: t.Write, IdleTimeout: t.Idle,
		},
		admin: &http.Server{
			Handler: g.Admin, ErrorLog: errorLog, MaxHeaderBytes: cfg.Limits.Header,
			ReadHeaderTimeout: t.ReadHeader, ReadTimeout: t.Read, WriteTimeout: t.Write, IdleTimeout: t.Idle,
		},
	}
	return errors.Join(s.run(ctx, public, admin), g.Close())
}

// server is a Gateway with its listeners.
type server struct {
	*Gateway
	Options
	cfg           *config.Config
	public, admin *http.Server
	beside        []func(context.Context) // work that goes on while it serves, each until its context ends
}

// run serves until ctx ends or a listener fails. admin may be nil.
func (s *server) run(ctx context.Context, public, admin net.Listener) error {
	serving, ctx := errgroup.WithContext(ctx)
	secure := s.cfg.TLS != nil // Serve changes TLSConfig
	serving.Go(func() error {
		if secure {
			return ended(s.public.ServeTLS(public, "", ""))
		}
		return ended(s.public.Serve(public))
	})
	fields := []zap.Field{zap.String("address", public.Addr().String()), zap.Bool("tls", secure)}
	if admin != nil {
		serving.Go(func() error { return ended(s.admin.Serve(admin)) })
		fields = append(fields, zap.String("admin", admin.Addr().String()))
	}
	for _, work := range s.beside {
		serving.Go(func() error {
			work(ctx)
			return nil
		})
	}
	serving.Go(func() error {
		<-ctx.Done()
		return s.drain(context.WithoutCancel(ctx))
	})
	s.Log.Info("listening", fields...)
	s.Listening(public.Addr().String())
	return serving.Wait()
}

// drain says that the process is about to end, lets the requests in flight finish, and then stops answering
// operators too.
func (s *server) drain(ctx context.Context) error {
	s.Log.Info("shutting down")
	s.ready.Drain()
	bounded, cancel := context.WithTimeout(ctx, s.cfg.Timeouts.Shutdown)
	defer cancel()
	err := s.public.Shutdown(bounded)
	if err != nil {
		err = errors.Join(fmt.Errorf("requests in flight were cut off after %s", s.cfg.Timeouts.Shutdown), s.public.Close())
	}
	return errors.Join(err, s.admin.Close())
}

// ended is nil for the end that Shutdown brings.
func ended(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
