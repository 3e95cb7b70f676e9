package assemble

import (
	"regexp"
	"strings"
	"testing"

	"go.uber.org/zap"

	"github.com/scimgate/scimgate/config"
)

func TestTheLogIsJSONOrTextAsConfigured(t *testing.T) {
	const asJSON = `^\{"level":"warn","time":"\d{4}-.*","msg":"seen","app":"hr"\}\n$`
	const asText = `^\d\d:\d\d:\d\d\.\d{3}\tWARN\tseen\t\{"app": "hr"\}\n$`
	for name, tt := range map[string]struct {
		format   string
		terminal bool
		want     string
	}{
		"auto, to a file":       {"auto", false, asJSON},
		"auto, to a terminal":   {"auto", true, asText},
		"JSON, to a terminal":   {"json", true, asJSON},
		"console, even to file": {"console", false, asText},
	} {
		var b strings.Builder
		log := NewLogger(config.Log{Level: "warn", Format: tt.format}, &b, tt.terminal)
		log.Info("not seen")
		log.Warn("seen", zap.String("app", "hr"))
		if !regexp.MustCompile(tt.want).MatchString(b.String()) {
			t.Errorf("%s: got %q", name, b.String())
		}
	}
}

func TestNoEntryIsSampledAway(t *testing.T) {
	var b strings.Builder
	log := NewLogger(config.Log{Level: "info", Format: "json"}, &b, false)
	for range 1000 {
		log.Info("the same")
	}
	if got := strings.Count(b.String(), "\n"); got != 1000 {
		t.Errorf("%d of 1000 entries were written", got)
	}
}
