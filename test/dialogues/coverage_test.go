package dialogues

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// known is one request that providers are known to send: a row of rows.txt.
type known struct{ id, provider, text string }

func knownRequests(t *testing.T) []known {
	t.Helper()
	f, err := os.Open("testdata/rows.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []known
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.SplitN(line, "|", 3)
		if len(fields) != 3 {
			t.Fatalf("%q is not id | provider | text", line)
		}
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		rows = append(rows, known{fields[0], fields[1], fields[2]})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestEveryKnownRequestIsAStep(t *testing.T) {
	shown := map[string]bool{}
	for _, d := range dialogues(t) {
		for _, s := range d.steps {
			for _, id := range s.shows {
				shown[id] = true
			}
		}
	}
	for _, row := range knownRequests(t) {
		if !shown[row.id] {
			t.Errorf("no step shows %s: %s, %s", row.id, row.provider, row.text)
		}
	}
}

func TestEveryStepNamesKnownRequestsOnly(t *testing.T) {
	known := map[string]bool{}
	for _, row := range knownRequests(t) {
		if known[row.id] {
			t.Errorf("%s is there twice", row.id)
		}
		known[row.id] = true
	}
	for _, d := range dialogues(t) {
		for _, s := range d.steps {
			for _, id := range s.shows {
				if !known[id] {
					t.Errorf("%s, %s: rows.txt has no %s", d.name, s.title, id)
				}
			}
		}
	}
}
