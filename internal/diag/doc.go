// Package diag holds findings: what is wrong with a file an operator wrote, each at its position, all at once.
// A Finding is a value; finding.go says what one is, list.go sorts and counts them, render.go prints them with the
// source line and a caret, suggest.go finds the word that was probably meant.
//
// It knows nothing about YAML or about what a file means.
package diag
