package httpapi

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// entityTags are the tags of a header, If-Match or If-None-Match. One without quotes matches nothing, but by
// BareEntityTag what it would with them.
func (x *exchange) entityTags(header string) []string {
	tags := readEntityTags(x.r.Header.Values(header))
	for i, tag := range tags {
		if tag != "*" && !strings.HasSuffix(tag, `"`) && x.edge.Allows(scim.BareEntityTag) {
			opaque, weak := strings.CutPrefix(tag, "W/")
			if tags[i] = `"` + opaque + `"`; weak {
				tags[i] = "W/" + tags[i]
			}
		}
	}
	return tags
}

// readEntityTags reads headers of entity tags (RFC 9110 §8.8.3).
func readEntityTags(headers []string) []string {
	var tags []string
	for _, h := range headers {
		for h = trim(h); h != ""; h = trim(h) {
			tag := h
			if end := tagEnd(h); end < len(h) {
				tag, h = h[:end], h[end+1:]
			} else {
				h = ""
			}
			if tag = strings.Trim(tag, " \t"); tag != "" {
				tags = append(tags, tag)
			}
		}
	}
	return tags
}

func trim(s string) string { return strings.TrimLeft(s, " \t,") }

// tagEnd is where the first comma outside of quotes stands.
func tagEnd(s string) int {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted:
			return i
		}
	}
	return len(s)
}
