package httpapi

import (
	"strings"
)

const (
	maxDroppedName = 100 // bytes of one name
	maxDropped     = 500 // bytes of all names together, about
)

// dropped lists names that a client used for attributes, for a header and the log. What stands in brackets may be about
// a person, and what is no name may be anything: neither is shown.
func dropped(names []string) string {
	var b strings.Builder
	for i, name := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		if b.Len() > maxDropped {
			b.WriteString("...")
			break
		}
		name, _, _ = strings.Cut(name, "[")
		if name == "" || len(name) > maxDroppedName || strings.ContainsFunc(name, isNoName) {
			name = "?"
		}
		b.WriteString(name)
	}
	return b.String()
}

func isNoName(c rune) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return false
	default:
		return !strings.ContainsRune("$_-.:", c)
	}
}
