package config

import (
	"strconv"
	"time"

	"github.com/scimgate/scimgate/internal/yamlx"
)

const (
	defaultHoldWindow  = time.Hour
	shortestHoldWindow = time.Minute
)

// Holds say how much an app may lose within a window before the rest is held.
type Holds struct {
	Window time.Duration
	Limits map[string]HoldLimit // by what is lost: deactivations, deletions, member_removals
}

// HoldLimit is how many losses of one kind a window admits, the smaller of the two.
type HoldLimit struct {
	Count   int     // negative: any number
	Percent float64 // of the records there are; 0: any number
	At      yamlx.Node
}

// holds reads the limits of an app; nil where there are none.
func (l *loader) holds(s section) *Holds {
	defer s.end()
	h := &Holds{Window: s.Duration("window", defaultHoldWindow), Limits: map[string]HoldLimit{}}
	if h.Window < shortestHoldWindow {
		l.found.Add(s.Get("window").Finding("config/bounds", "", `"window" must be at least 1m`))
	}
	for _, kind := range []string{"deactivations", "deletions", "member_removals"} {
		if limit, ok := l.holdLimit(s, kind); ok {
			h.Limits[kind] = limit
		}
	}
	if !s.present() {
		return nil
	}
	if len(h.Limits) == 0 {
		l.found.Add(s.Node().Finding("config/missing-key", "", `"holds" has no limit: name deactivations, deletions or member_removals`))
	}
	return h
}

func (l *loader) holdLimit(parent section, kind string) (limit HoldLimit, there bool) {
	s := parent.under(kind)
	defer s.end()
	limit = HoldLimit{Count: s.Int("count", 0, -1), Percent: l.percent(s, "percent"), At: s.Node()}
	count, percent := s.Get("count"), s.Get("percent")
	if s.present() && (count.IsMissing() || count.IsNull()) && (percent.IsMissing() || percent.IsNull()) {
		l.found.Add(s.Node().Finding("config/missing-key", "", "%q needs a count, a percent, or both", kind))
	}
	return limit, !s.Node().IsMissing() && !s.Node().IsNull()
}

// percent reads a part of a hundred, 0 where there is none.
func (l *loader) percent(s section, key string) float64 {
	text := s.Text(key, "")
	if text == "" {
		return 0
	}
	p, err := strconv.ParseFloat(text, 64)
	if err != nil || !(p > 0 && p <= 100) {
		l.found.Add(s.Get(key).Finding("config/type", "", "%q must be a number above 0 and up to 100, such as 10 or 0.5", key))
		return 0
	}
	return p
}
