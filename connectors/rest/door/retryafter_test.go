package door

import (
	"net/http"
	"testing"
	"time"
)

func TestAnAnswerSaysHowLongToWait(t *testing.T) {
	now := time.Date(2024, 3, 1, 9, 0, 0, 500, time.UTC)
	for text, want := range map[string]time.Duration{
		"":                              0,
		"7":                             7 * time.Second,
		" 7 ":                           7 * time.Second,
		"0":                             0,
		"-1":                            0,
		"1.5":                           0,
		"soon":                          0,
		"7200":                          time.Hour,
		"18446744073709551615":          time.Hour,
		"99999999999999999999":          0,
		"Fri, 01 Mar 2024 09:00:30 GMT": 30 * time.Second,
		"Fri, 01 Mar 2024 08:00:00 GMT": 0,
		"Sat, 02 Mar 2024 09:00:00 GMT": time.Hour,
	} {
		if got := RetryAfter(Response{Header: http.Header{"Retry-After": {text}}}, now); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
