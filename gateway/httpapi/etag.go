package httpapi

import "strings"

// entityTags reads the tags of If-Match and If-None-Match headers (RFC 9110 §8.8.3). A tag without quotes, which
// some clients send, counts as well.
func entityTags(headers []string) []string {
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
