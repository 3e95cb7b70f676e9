package config

import "time"

func (l *loader) timeouts(s section) Timeouts {
	defer s.end()
	d := defaultTimeouts
	t := Timeouts{
		ReadHeader: s.Duration("read_header", d.ReadHeader),
		Read:       s.Duration("read", d.Read),
		Write:      s.Duration("write", d.Write),
		Idle:       s.Duration("idle", d.Idle),
		Request:    s.Duration("request", d.Request),
		Shutdown:   s.Duration("shutdown", d.Shutdown),
	}
	if t.Request >= t.Write {
		at := s.Get("request")
		if at.IsMissing() {
			at = s.Get("write")
		}
		l.found.Add(at.Finding("config/bounds", "", `"request" (%s) must be shorter than "write" (%s), or no answer would get out`, t.Request, t.Write))
	}
	return t
}

func (l *loader) limits(s section) Limits {
	defer s.end()
	d := defaultLimits
	b := Limits{
		Header:       s.Size("header", 4<<10, d.Header),
		Body:         s.Size("body", 1<<10, d.Body),
		DefaultCount: s.Int("default_count", 1, d.DefaultCount),
		MaxCount:     s.Int("max_count", 1, d.MaxCount),
		ScanRows:     s.Int("scan_rows", 1, d.ScanRows),
		Operations:   s.Int("operations", 1, d.Operations),
		Elements:     s.Int("elements", 1, d.Elements),

		CursorTimeout:  l.cursorTimeout(s, d.CursorTimeout),
		BulkOperations: s.Int("bulk_operations", 0, d.BulkOperations),
		BulkBody:       s.Size("bulk_body", 1<<10, d.BulkBody),

		Rate: l.rate(s.under("rate"), d.Rate),
	}
	if b.DefaultCount > b.MaxCount {
		at := s.Get("default_count")
		if at.IsMissing() {
			at = s.Get("max_count")
		}
		l.found.Add(at.Finding("config/bounds", "", `"default_count" (%d) must not be larger than "max_count" (%d)`, b.DefaultCount, b.MaxCount))
	}
	return b
}

// rate reads how often a client may ask; def when nothing is said about it. After a rest it may ask as often at once as
// in a second, unless it is to be otherwise.
func (l *loader) rate(s section, def Rate) Rate {
	defer s.end()
	r := Rate{PerSecond: s.Int("requests_per_second", 0, def.PerSecond)}
	if r.Burst = s.Int("burst", 1, r.PerSecond); !s.present() {
		return def
	}
	return r
}

// cursorTimeout reads how long a cursor is good for, which clients are told in seconds; 0 means that there are none.
func (l *loader) cursorTimeout(s section, def time.Duration) time.Duration {
	if none, err := time.ParseDuration(s.Get("cursor_timeout").Text()); err == nil && none == 0 {
		return 0
	}
	d := s.Duration("cursor_timeout", def)
	if d < time.Second {
		l.found.Add(s.Get("cursor_timeout").Finding("config/bounds", "", `"cursor_timeout" must be at least 1s, or 0s for no cursors`))
	}
	return d
}

func (l *loader) log(s section) Log {
	defer s.end()
	return Log{
		Level:  s.OneOf("level", "info", "debug", "warn", "error"),
		Format: s.OneOf("format", "auto", "json", "console"),
	}
}
