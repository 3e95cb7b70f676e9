package door

import (
	"net/url"
	"strings"
)

// Within is the path and query behind base_url that a URL of the application's stands for, such as that of the next
// page; ok is false for one that leads elsewhere. A URL may be relative to base_url.
func (c *Client) Within(u *url.URL) (ref string, ok bool) {
	u = c.base.url.JoinPath("/").ResolveReference(u)
	if u.Scheme != c.base.url.Scheme || u.Host != c.base.url.Host || u.User != nil {
		return "", false
	}
	ref, ok = strings.CutPrefix(u.RequestURI(), c.base.prefix)
	return ref, ok && confined(ref) == nil
}
