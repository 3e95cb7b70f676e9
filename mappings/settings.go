package mappings

import (
	"slices"
	"time"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim"
)

// Settings are an app's switches, its `scim:` section: what it tolerates, and what it does where clients expect
// different things. The zero Settings are those of an app file that says nothing.
type Settings struct {
	Strict                 map[scim.Tolerance]bool // as in scim.Edge
	PatchAnswers           map[string]int          // 200 or 204 by resource type, where the app file says which
	PutKeeps               bool                    // a PUT leaves alone what it does not mention, instead of clearing it
	RelativeReferences     bool                    // $ref is relative to the app's base URL
	RemoveNeedsTarget      bool                    // a remove whose filter selects nothing is a 400 noTarget
	DiscoveryFilterIgnored bool                    // on /Schemas and /ResourceTypes, instead of refused
	// Park is how long a reference that leads nowhere is kept for the resource to come; 0: not at all.
	Park time.Duration
}

// ToleratesNothing reports whether every tolerance is off.
func (s Settings) ToleratesNothing() bool {
	edge := scim.Edge{Strict: s.Strict}
	return !slices.ContainsFunc(scim.Tolerances(), func(r scim.Rule) bool { return edge.Grants(r.Tolerance) })
}

// readSettings reads the `scim:` section of a file with these resource types.
func readSettings(n yamlx.Node, types []string, found *diag.List) Settings {
	r := yamlx.Read(n, "mapping", found)
	s := Settings{
		Strict:                 readTolerances(r.Get("tolerances"), !r.Bool("strict", false), found),
		PatchAnswers:           readAnswers(r.Get("patch_answers"), types, found),
		PutKeeps:               r.OneOf("put_omitted", "clear", "keep") == "keep",
		RelativeReferences:     r.OneOf("references", "absolute", "relative") == "relative",
		RemoveNeedsTarget:      r.OneOf("remove_missing", "ok", "no_target") == "no_target",
		DiscoveryFilterIgnored: r.OneOf("discovery_filter", "refuse", "ignore") == "ignore",
	}
	s.Strict[scim.PutKeepsRequired] = !r.Bool("put_keeps_required", false)
	var drop bool
	drop, s.Park = readMissing(r, found)
	s.Strict[scim.MissingDropped] = !drop
	r.Close()
	return s
}

// parked is how long a reference is kept unless the app file says: longer than identity providers go on trying.
const parked = 30 * 24 * time.Hour

// readMissing reads what becomes of references that lead nowhere: refuse, drop, park, or {park: how long}.
func readMissing(r *yamlx.Reader, found *diag.List) (drop bool, park time.Duration) {
	const key = "missing_references"
	if r.Node().Get(key).IsMap() {
		how := yamlx.Read(r.Get(key), "mapping", found)
		how.Need("park")
		park = how.Duration("park", parked)
		how.Close()
		return false, park
	}
	switch r.OneOf(key, "refuse", "drop", "park") {
	case "drop":
		return true, 0
	case "park":
		return false, parked
	default:
		return false, 0
	}
}

// readTolerances reads which tolerances are on and which off; the others are on if rest says so. Those that are off by
// default are switches of their own.
func readTolerances(n yamlx.Node, rest bool, found *diag.List) map[scim.Tolerance]bool {
	strict := map[scim.Tolerance]bool{}
	r := yamlx.Read(n, "mapping", found)
	for _, rule := range scim.Tolerances() {
		name := string(rule.Tolerance)
		switch here := r.Node().Get(name); {
		case !rule.OptIn():
			strict[rule.Tolerance] = !r.Bool(name, rest)
		case !here.IsMissing():
			r.Get(name)
			found.Add(here.Finding("mapping/value", "", "%q is off by default and has a switch of its own beside tolerances", name))
		}
	}
	r.Close()
	return strict
}

// readAnswers reads which status answers a PATCH, by resource type.
func readAnswers(n yamlx.Node, types []string, found *diag.List) map[string]int {
	answers := map[string]int{}
	r := yamlx.Read(n, "mapping", found)
	for _, name := range types {
		if n.Get(name).IsMissing() {
			r.Get(name)
		} else if r.OneOf(name, "200", "204") == "200" {
			answers[name] = 200
		} else {
			answers[name] = 204
		}
	}
	r.Close()
	return answers
}
