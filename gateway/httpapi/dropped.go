package httpapi

import (
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/gateway"
)

// droppedHeader names what a write was about, when nothing of it was stored.
const droppedHeader = "X-Scimgate-Dropped"

const (
	maxDroppedName = 100  // bytes of one name
	maxDropped     = 500  // bytes of all names together, about
	maxDroppedBulk = 4000 // and of all operations
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

// droppedOperations lists names after the places of the operations that used them, from 1: "2: locale; 5: division".
func droppedOperations(results []gateway.BulkResult) string {
	var b strings.Builder
	for i, r := range results {
		if len(r.Dropped) == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		if b.Len() > maxDroppedBulk {
			b.WriteString("...")
			break
		}
		b.WriteString(strconv.Itoa(i+1) + ": " + dropped(r.Dropped))
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
