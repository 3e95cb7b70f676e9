package diag

import "fmt"

// Position is a place in a file. Line and Col count from 1, Col in runes; a zero Line means the whole file.
type Position struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
	Col  int    `json:"column,omitempty"`
}

// String is file:line:col, as editors and terminals make it clickable.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Severity says whether a finding stops the gateway from serving.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is one line of a check. Code is area/name ("mapping/unknown-key") and stable: tests, switches and
// documentation refer to it. Hint is a whole sentence, most often "did you mean …?".
type Finding struct {
	Pos      Position `json:"position"`
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`
	Message  string   `json:"message"`
	Hint     string   `json:"hint,omitempty"`
	Source   string   `json:"source,omitempty"` // the line at Pos, for the caret
}

// String is one line: file:line:col: message [code].
func (f Finding) String() string {
	s := fmt.Sprintf("%s: %s [%s]", f.Pos, f.Message, f.Code)
	if f.Severity == Warning {
		s = fmt.Sprintf("%s: warning: %s [%s]", f.Pos, f.Message, f.Code)
	}
	if f.Hint != "" {
		s += " (" + f.Hint + ")"
	}
	return s
}
