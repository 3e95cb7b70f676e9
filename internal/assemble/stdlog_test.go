package assemble

import (
	"log"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/config"
)

func TestWhatLibrariesQuoteIsNotLogged(t *testing.T) {
	var b strings.Builder
	l := log.New(stdLog{NewLogger(config.Log{Level: "debug", Format: "json"}, &b, false)}, "", 0)
	l.Printf("Unsolicited response received on idle HTTP channel starting with %q; err=%v", `{"login":"s3cret"}`, nil)
	l.Print("said plainly")
	if text := b.String(); strings.Contains(text, "s3cret") || !strings.Contains(text, `"msg":"Unsolicited response received on idle HTTP channel starting with"`) || !strings.Contains(text, `"msg":"said plainly"`) {
		t.Errorf("got %s", text)
	}
}
