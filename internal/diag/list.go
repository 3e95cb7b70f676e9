package diag

import (
	"cmp"
	"slices"
	"strings"
)

// List is every finding of one check.
type List []Finding

// Add appends findings.
func (l *List) Add(f ...Finding) { *l = append(*l, f...) }

// HasErrors reports whether any finding stops the gateway from serving.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(f Finding) bool { return f.Severity != Warning })
}

// Err is nil when the list has no errors, else an error that prints every finding.
func (l List) Err() error {
	if !l.HasErrors() {
		return nil
	}
	return Failure{l.Sorted()}
}

// Sorted returns the findings by file, line, column and code, each once.
func (l List) Sorted() List {
	s := slices.Clone(l)
	slices.SortStableFunc(s, func(a, b Finding) int {
		return cmp.Or(
			strings.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col),
			strings.Compare(a.Code, b.Code), strings.Compare(a.Message, b.Message))
	})
	return slices.Compact(s)
}

// Failure is a List as an error.
type Failure struct{ Findings List }

func (f Failure) Error() string {
	lines := make([]string, len(f.Findings))
	for i, x := range f.Findings {
		lines[i] = x.String()
	}
	return strings.Join(lines, "\n")
}
