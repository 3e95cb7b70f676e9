// Package conformance asks the running gateway for everything that RFC 7643 and RFC 7644 promise, line by line, over
// HTTP: the HR example on SQLite, and again on PostgreSQL.
//
//	checklist_test.go  what a line of the checklist is, and how all of them run
//	line_*_test.go     the lines, by section
//	document_test.go   docs/reference/scim-conformance.md, made of the lines
//	claims_test.go     ServiceProviderConfig and ResourceTypes against what happens
//	attributes_test.go attribute_changes_test.go   /Schemas against what happens, attribute by attribute
//	schema_test.go specimen_test.go   attributes as a schema describes them, and values for them
//	site_test.go       a gateway to ask
//	database_test.go   the application's database behind it
//	answer_test.go     what comes back, and what holds for every answer
//	people_test.go     users, groups, and what one does to them
package conformance

import (
	"strings"
	"testing"
	"unicode"
)

// line is one line of the checklist: a claim, where it is from, and the test that shows it.
type line struct {
	source string // "7644 3.3" is RFC 7644 §3.3; other sources are words
	claim  string
	test   func(s *site)
}

// section is a part of the checklist; its name is part of its tests' names.
type section struct {
	name, title string
	lines       []line
}

func checklist() []section {
	return []section{
		representation(), characteristics(), filters(), lists(), patches(), writes(), bulk(), protocol(), discovery(), regressions(),
	}
}

func TestChecklist(t *testing.T) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			s := newSite(t, dialect, options{})
			for _, sec := range checklist() {
				t.Run(sec.name, func(t *testing.T) {
					for _, l := range sec.lines {
						t.Run(l.name(), func(t *testing.T) { l.test(s.in(t)) })
					}
				})
			}
		})
	}
}

// name is the claim as the name of a test.
func (l line) name() string {
	words := strings.FieldsFunc(strings.ToLower(l.claim), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "-")
}

func TestNoTwoLinesOfASectionHaveOneName(t *testing.T) {
	for _, sec := range checklist() {
		seen := map[string]bool{}
		for _, l := range sec.lines {
			if seen[l.name()] {
				t.Errorf("%s/%s is there twice", sec.name, l.name())
			}
			seen[l.name()] = true
		}
	}
}
