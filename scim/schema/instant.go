package schema

import (
	"strings"
	"time"
)

// Instant reads a dateTime of RFC 7643 §2.3.5. One without a zone is in UTC.
func Instant(text string) (t time.Time, ok bool) {
	if strings.Contains(text, ",") { // a decimal comma that package time would let pass
		return time.Time{}, false
	}
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
