package assemble

import (
	"crypto/tls"
	"fmt"
	"net"
	"os"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/diag"
)

// certificate loads the listener's certificate; nil for plain HTTP.
func certificate(c *config.TLS) (*tls.Config, diag.List) {
	if c == nil {
		return nil, nil
	}
	fail := func(err error) (*tls.Config, diag.List) {
		return nil, diag.List{c.At.Finding("config/tls", "", "the certificate cannot be used: %v", err)}
	}
	key, err := os.Open(c.Key)
	if err != nil {
		return fail(err)
	}
	defer key.Close()
	if err := config.Private(key); err != nil {
		return fail(fmt.Errorf("%s: %w", c.Key, err))
	}
	pair, err := tls.LoadX509KeyPair(c.Cert, c.Key)
	if err != nil {
		return fail(err)
	}
	return &tls.Config{MinVersion: c.MinVersion, Certificates: []tls.Certificate{pair}}, nil
}

// listen opens the public listener and, where it is wanted, the admin listener.
func listen(cfg *config.Config) (public, admin net.Listener, err error) {
	if public, err = net.Listen("tcp", cfg.Listen); err != nil {
		return nil, nil, err
	}
	if cfg.Admin == "" {
		return public, nil, nil
	}
	if admin, err = net.Listen("tcp", cfg.Admin); err != nil {
		_ = public.Close()
		return nil, nil, err
	}
	return public, admin, nil
}
