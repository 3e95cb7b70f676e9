package filter

import (
	"strings"
	"unicode/utf8"
)

// parseName reads [URN ":"] attr ["." sub]. URNs hold dots and colons themselves, so the last colon ends the URN.
func parseName(text string) (Name, bool) {
	var n Name
	rest := text
	if i := strings.LastIndexByte(text, ':'); i >= 0 {
		if n.URN, rest = text[:i], text[i+1:]; !isURI(n.URN) {
			return Name{}, false
		}
	}
	attr, sub, dotted := strings.Cut(rest, ".")
	if !isAttribute(attr) || dotted && !isAttribute(sub) {
		return Name{}, false
	}
	n.Attr, n.Sub = attr, sub
	return n, true
}

// isAttribute reports whether s is an attribute's name of RFC 7643 §2.1. $ref begins with what that grammar allows
// only further on.
func isAttribute(s string) bool {
	for i, c := range []byte(s) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && c != '$' && (i == 0 || c != '-' && c != '_' && (c < '0' || '9' < c)) {
			return false
		}
	}
	return s != ""
}

// isURI reports whether a word is made of characters that a schema's URI may have.
func isURI(s string) bool {
	for _, c := range []byte(s) {
		if c >= utf8.RuneSelf || strings.IndexByte("<>\\^`{|}", c) >= 0 {
			return false
		}
	}
	return s != ""
}
