package helpdesk

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheAgentInTheManualIsTheAgentInTheHelpDesk(t *testing.T) {
	manual, err := os.ReadFile("API.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`(?s)\{"agent":\{"id":2.*?\n` + "```").Find(manual)
	var want map[string]any
	if err := json.Unmarshal(shown[:max(len(shown)-3, 0)], &want); err != nil {
		t.Fatalf("%v: %s", err, shown)
	}
	if d := cmp.Diff(want, call(t, open(t, 2), 200, "GET", "/agents/2", "")); d != "" {
		t.Error(d)
	}
}
