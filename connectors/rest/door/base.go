package door

import (
	"errors"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// base is where the application is: a scheme, a host with its port, and a path that every request begins with.
type base struct {
	url    *url.URL
	prefix string // as it was written, without a slash at the end
}

var errForm = errors.New("it is not http:// or https://, a host and perhaps a path")

// parseBase reads base_url. Its errors do not repeat the text, which may hold a password.
func parseBase(text string) (base, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", u.Opaque != "":
		return base{}, errForm
	case u.User != nil:
		return base{}, errors.New("a user and a password belong under auth")
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		return base{}, errors.New("it has a query or a fragment")
	}
	prefix := strings.TrimRight(u.EscapedPath(), "/")
	if prefix != "" {
		if err := confined(prefix); err != nil {
			return base{}, err
		}
	}
	return base{url: u, prefix: prefix}, nil
}

// join is the URL of a request for ref, a path and perhaps a query, which stands in it as it was written. The error
// says what is wrong with ref without repeating it, since its values are a client's.
func (b base) join(ref string) (*url.URL, error) {
	if err := confined(ref); err != nil {
		return nil, err
	}
	u, err := url.Parse(b.url.Scheme + "://" + b.url.Host + b.prefix + ref)
	if err != nil || u.Scheme != b.url.Scheme || u.Host != b.url.Host || u.User != nil || u.RequestURI() != b.prefix+ref {
		return nil, errors.New("the URL is not a path and a query")
	}
	return u, nil
}

// legal are the characters of a path and a query (RFC 3986), all others being percent-encoded. Brackets are common in
// queries.
var legal = regexp.MustCompile(`^/([A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*(\?([A-Za-z0-9\-._~!$&'()*+,;=:@/?\[\]]|%[0-9A-Fa-f]{2})*)?$`)

// confined is an error when ref is more than a path and a query, or leads above where it begins. Servers decode %2f
// before they look at dots, take \ for /, and cut ;parameters off, so all these are looked at.
func confined(ref string) error {
	if !legal.MatchString(ref) || strings.HasPrefix(ref, "//") {
		return errors.New("the URL is not a path and a query")
	}
	path, _, _ := strings.Cut(ref, "?")
	decoded, err := url.PathUnescape(path)
	if err != nil {
		return errors.New("the URL is not a path and a query")
	}
	for segment := range strings.SplitSeq(strings.ReplaceAll(decoded, `\`, "/"), "/") {
		if name, _, _ := strings.Cut(segment, ";"); name == "." || name == ".." {
			return errors.New("the path of the URL has a segment of dots")
		}
	}
	return nil
}

// elsewhere reads the URL of a service that is not below base_url: https, or http on this machine.
func elsewhere(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Hostname() == "", u.Opaque != "", u.User != nil, u.Fragment != "":
		return nil, errors.New("it is neither a path below base_url nor https:// and a host")
	case u.Scheme != "https" && (u.Scheme != "http" || !namesLoopback(u.Hostname())):
		return nil, errors.New("it is not https://")
	}
	return u, nil
}

// at is the URL that the block gives as text: a path below base_url, or a service elsewhere.
func (b base) at(text string) (*url.URL, error) {
	if strings.HasPrefix(text, "/") {
		return b.join(text)
	}
	return elsewhere(text)
}

// namesLoopback reports whether host says by itself that it is this machine.
func namesLoopback(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().IsLoopback()
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}
