package failpoint

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestOnlyAProgramThatIsBuiltForItHasPoints(t *testing.T) {
	for tags, want := range map[string]bool{"": false, "failpoints": true} {
		out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-tags", tags, "github.com/scimgate/scimgate/cmd/gateway").Output()
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(strings.Fields(string(out)), "github.com/scimgate/scimgate/internal/failpoint"); got != want {
			t.Errorf("with the tag %q: %t", tags, got)
		}
	}
}
