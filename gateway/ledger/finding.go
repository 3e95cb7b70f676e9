package ledger

import "strings"

// Kind of a Finding.
type Kind string

const (
	Orphan    Kind = "orphan"    // a link in use, and the application has no such record
	Duplicate Kind = "duplicate" // several records with one value to recognise them by, or several links with one externalId
	Unknown   Kind = "unknown"   // a record that no link leads to
	Pending   Kind = "pending"   // a create or rename that nobody goes on with
	// Irreplaceable is what a rebuild of the store from the application would not bring back. Nothing is wrong with it.
	Irreplaceable Kind = "irreplaceable"
)

// Finding is what Verify comes upon.
type Finding struct {
	Kind  Kind     `json:"kind"`
	App   string   `json:"app"`
	Type  string   `json:"type"`
	IDs   []string `json:"ids,omitempty"`
	Keys  []string `json:"keys,omitempty"`
	Match string   `json:"match,omitempty"` // a value that an account is recognised by
	What  string   `json:"what"`
}

// IsWrong tells what somebody has to see to from what is good to know.
func (f Finding) IsWrong() bool { return f.Kind != Irreplaceable }

func (Finding) header() []string {
	return []string{"kind", "app", "type", "ids", "keys", "match", "what"}
}
func (f Finding) cells() []string {
	return []string{string(f.Kind), f.App, f.Type, strings.Join(f.IDs, " "), strings.Join(f.Keys, " "), f.Match, f.What}
}
