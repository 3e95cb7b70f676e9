package config

import (
	"crypto/tls"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/internal/yamlx"
)

// address reads host:port.
func (l *loader) address(s section, key, def string) string {
	text := s.Text(key, def)
	_, port, err := net.SplitHostPort(text)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		l.found.Add(s.Get(key).Finding("config/address", "", "%q must be host:port, such as 127.0.0.1:8080 or :8443", key))
		return def
	}
	return text
}

// admin reads the address of the admin listener; "off" means none.
func (l *loader) admin(s section) string {
	defer s.end()
	if s.Get("listen").Text() == "off" {
		return ""
	}
	return l.address(s, "listen", defaultAdmin)
}

// publicURL reads the address under which clients reach the gateway.
func (l *loader) publicURL(s section) string {
	text := s.Text("public_url", "")
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		l.found.Add(s.Get("public_url").Finding("config/url", "",
			`"public_url" must be an address such as https://scim.example.com, without user, query and fragment`))
		return ""
	}
	return strings.TrimRight(text, "/")
}

func (l *loader) tls(s section) *TLS {
	defer s.end()
	t := &TLS{Cert: s.needText("cert"), Key: s.needText("key"), MinVersion: tls.VersionTLS12, At: s.Node()}
	if s.OneOf("min_version", "1.2", "1.3") == "1.3" {
		t.MinVersion = tls.VersionTLS13
	}
	if !s.present() {
		return nil
	}
	return t
}

// plainHTTP refuses a listener that would send bearer tokens, or what the admin listener tells, in the clear to other
// machines, unless it was asked for.
func (l *loader) plainHTTP(cfg *Config, root yamlx.Node) {
	if cfg.Admin != "" && !loopback(cfg.Admin) && !cfg.InsecureHTTP {
		l.found.Add(root.Get("admin").Get("listen").Finding("config/plain-http", "say insecure_http: true when only a trusted network reaches it",
			"the admin listener has no tls and no clients: it listens on loopback only"))
	}
	at := root.Get("listen")
	if loopback(cfg.Listen) {
		return
	}
	if cfg.TLS == nil && !cfg.InsecureHTTP {
		l.found.Add(at.Finding("config/plain-http", "say insecure_http: true when a proxy in front ends TLS",
			"without tls the gateway listens on loopback only: bearer tokens would travel in the clear"))
	}
	if cfg.PublicURL == "" {
		l.found.Add(at.Warning("config/no-public-url", "", "without public_url, locations repeat the Host that a request names"))
	}
}

// loopback reports whether only this machine can reach an address.
func loopback(address string) bool {
	host, _, _ := net.SplitHostPort(address)
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
