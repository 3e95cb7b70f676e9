package door

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestWait is the most that RetryAfter answers: an application that asks for more is asked again.
const longestWait = time.Hour

// RetryAfter is how long r asks to wait, in seconds or until a date (RFC 9110 10.2.3), rounded up to whole seconds and
// at most an hour; 0 when it does not say.
func RetryAfter(r Response, now time.Time) time.Duration {
	text := strings.TrimSpace(r.Header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(longestWait/time.Second))) * time.Second
	}
	at, err := http.ParseTime(text)
	if err != nil || !at.After(now) {
		return 0
	}
	wait := min(at.Sub(now), longestWait)
	return (wait + time.Second - 1).Truncate(time.Second)
}
