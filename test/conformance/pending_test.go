package conformance

import "testing"

// feature is something that lines of the checklist wait for.
type feature struct {
	name   string
	landed func(s *site) bool // whether it is there after all, and its lines have to become tests
}

func features() map[string]feature {
	return map[string]feature{
		"me": {"/Me", func(s *site) bool { return s.send("GET", "/Me", "").status != 501 }},
	}
}

// waiting is a line whose feature is not there yet.
type waiting struct{ section, feature, source, claim string }

var pending = []waiting{
	{"protocol", "me", "7644 3.11", "/Me is the client's own user, by itself or by a 308"},
}

func TestPendingFeaturesAreNotThere(t *testing.T) {
	s := newSite(t, "sqlite", options{})
	for key, f := range features() {
		t.Run(f.name, func(t *testing.T) {
			if f.landed(s.in(t)) {
				t.Errorf("%s: they are there; make tests of the lines that wait for %q", f.name, key)
			}
		})
	}
}

func TestPendingLinesWaitForAFeatureInASection(t *testing.T) {
	sections := map[string]bool{}
	for _, sec := range checklist() {
		sections[sec.name] = true
	}
	used := map[string]bool{}
	for _, w := range pending {
		if _, ok := features()[w.feature]; !ok || !sections[w.section] {
			t.Errorf("%q waits for %q in %q", w.claim, w.feature, w.section)
		}
		used[w.feature] = true
	}
	for key := range features() {
		if !used[key] {
			t.Errorf("no line waits for %s", key)
		}
	}
}
