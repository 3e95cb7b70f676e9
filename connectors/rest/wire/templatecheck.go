package wire

import (
	"net/url"
	"slices"
	"strings"
)

// urlFault is why a text must not become the path and query of a request; empty when it may. It is asked of every
// expanded template, whatever made it: behind base_url the text can then change neither host nor record.
func urlFault(text string) string {
	path, _, _ := strings.Cut(text, "?")
	switch {
	case !strings.HasPrefix(text, "/"):
		return "a URL begins with / and has no scheme and no host: those come from base_url"
	case strings.HasPrefix(text, "//"):
		return "a URL that begins with // names a host"
	}
	plain, err := url.PathUnescape(path)
	if err != nil {
		return "a % stands for itself as %25"
	}
	// A server may decode before it looks for segments, and take a backslash for a slash.
	if slices.ContainsFunc(strings.FieldsFunc(plain, isSlash), isDots) {
		return "a segment of the path must not be . or .."
	}
	return ""
}

func isSlash(c rune) bool { return c == '/' || c == '\\' }

func isDots(segment string) bool { return segment == "." || segment == ".." }
