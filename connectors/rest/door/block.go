package door

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// area begins the codes of all findings.
const area = "rest"

// Keys are the keys of a `connector:` block that Open reads; all others are somebody else's.
func Keys() []string {
	return []string{"base_url", "auth", "tls", "timeout", "max_body", "proxy", "allow", "headers"}
}

// settings is what a block says.
type settings struct {
	base    base
	auth    func(*Client) source
	trust   trust
	timeout time.Duration
	maxBody int
	proxy   *url.URL // nil: none
	guard   guard
	headers http.Header
}

func readSettings(block yamlx.Node, found *diag.List) settings {
	r := yamlx.Read(block, area, found)
	s := settings{
		timeout: r.Duration("timeout", 10*time.Second),
		maxBody: r.Size("max_body", 1<<10, 8<<20),
		trust:   readTLS(r.Get("tls"), found),
		proxy:   readProxy(r.Get("proxy"), found),
		guard:   guard{allow: readAllow(r, found)},
		headers: readHeaders(r.Get("headers"), found),
	}
	s.base = readBase(r.Need("base_url"), s.guard, found)
	s.auth = readAuth(r.Get("auth"), s.base, found)
	return s
}

func readBase(n yamlx.Node, g guard, found *diag.List) base {
	if n.IsMissing() || n.IsNull() {
		return base{}
	}
	b, err := parseBase(n.Text())
	if err != nil {
		found.Add(n.Finding("rest/base-url", "", `"base_url" cannot be used: %v`, err))
		return base{}
	}
	host := b.url.Hostname()
	named := namesLoopback(host)
	if ip, err := netip.ParseAddr(host); err == nil {
		if err := g.check(ip, named); err != nil {
			found.Add(n.Finding("rest/refused-address", "", "%v", err))
		}
	}
	if b.url.Scheme == "http" && !named {
		found.Add(n.Warning("rest/plain-http", "", "everybody on the way to %s can read and change what is sent: use https", net.JoinHostPort(host, port(b.url))))
	}
	return b
}

func port(u *url.URL) string {
	switch p := u.Port(); {
	case p != "":
		return p
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}

// readProxy reads the URL of a proxy, which may hold a user and a password.
func readProxy(n yamlx.Node, found *diag.List) *url.URL {
	if n.IsMissing() || n.IsNull() {
		return nil
	}
	u, err := url.Parse(n.Text())
	if err != nil || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" || u.Path != "" && u.Path != "/" {
		found.Add(n.Finding("rest/proxy", "", `"proxy" must be a scheme, a host and a port`))
		return nil
	}
	switch u.Scheme {
	case "http", "socks5":
		return u
	}
	found.Add(n.Finding("rest/proxy", "", `"proxy" must begin with http:// or socks5://`))
	return nil
}

// readAllow reads the ranges of addresses that may be called although they usually may not.
func readAllow(r *yamlx.Reader, found *diag.List) (ranges []netip.Prefix) {
	for _, text := range r.Texts("allow") {
		p, err := netip.ParsePrefix(text)
		if addr, single := netip.ParseAddr(text); single == nil {
			p, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			found.Add(r.Node().Get("allow").Finding("rest/allow", "", "%q is neither an address nor a range such as 169.254.10.0/24", text))
			continue
		}
		ranges = append(ranges, p.Masked())
	}
	return ranges
}

// readHeaders reads the headers that every request has.
func readHeaders(n yamlx.Node, found *diag.List) http.Header {
	all := http.Header{}
	for _, e := range yamlx.Read(n, area, found).Node().Entries() {
		switch {
		case !validName(e.Name):
			found.Add(e.Key.Finding("rest/header", "", "no header can have this name"))
		case kept(e.Name):
			found.Add(e.Key.Finding("rest/header", "", "%s is not set here", http.CanonicalHeaderKey(e.Name)))
		case !e.Value.IsScalar() || e.Value.IsNull() || !validValue(e.Value.Text()):
			found.Add(e.Value.Finding("rest/header", "", "the value of a header must be one line of text"))
		default:
			all.Set(e.Name, e.Value.Text())
		}
	}
	return all
}
