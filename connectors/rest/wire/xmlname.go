package wire

import (
	"strings"
	"unicode"
)

// isXMLName reports whether text is the name of an element or attribute, with one prefix at most.
func isXMLName(text string) bool {
	prefix, local, prefixed := strings.Cut(text, ":")
	return isXMLWord(prefix) && (!prefixed || isXMLWord(local))
}

func isXMLWord(text string) bool {
	for i, c := range text {
		inside := unicode.IsDigit(c) || unicode.IsMark(c) || c == '-' || c == '.'
		if !unicode.IsLetter(c) && c != '_' && (i == 0 || !inside) {
			return false
		}
	}
	return text != ""
}

// notInXML reports whether XML 1.0 has no way to write c (section 2.2).
func notInXML(c rune) bool {
	return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xfffe || c == 0xffff
}
