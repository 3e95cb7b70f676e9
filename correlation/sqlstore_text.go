package correlation

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// maxList is how many values one IN list holds: a power of two within the bind limit of every dialect.
const maxList = 1 << 14

// bind writes the dialect's placeholders into a text that says ? for each.
func (st *sqlStore) bind(text string) string {
	var b strings.Builder
	for n := 1; ; n++ {
		before, after, found := strings.Cut(text, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(st.db.Dialect.Placeholder(n))
		text = after
	}
}

// list is "(?, ?, …)" with room for n values and the values for it. The length is rounded up to a power of two by
// repeating the last value, which changes no answer and keeps the number of different statements small.
func list[T ~string](values []T) (text string, args []any) {
	size := 1
	for size < len(values) {
		size *= 2
	}
	args = make([]any, size)
	for i := range args {
		args[i] = string(values[min(i, len(values)-1)])
	}
	return "(?" + strings.Repeat(", ?", size-1) + ")", args
}

// digest stands for a text that a client chose; empty for none.
func digest(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
