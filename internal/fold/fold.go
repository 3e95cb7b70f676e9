package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Kind names a way to fold text before it is compared. The zero Kind means that nothing was declared:
// whoever evaluates it must have replaced it by a default.
type Kind string

const (
	Unset  Kind = ""
	None   Kind = "none"   // by code point; what caseExact=true means
	ASCII  Kind = "ascii"  // A-Z as a-z and nothing else; every database can do this alike
	Simple Kind = "simple" // Unicode simple lower-casing, rune by rune
	Full   Kind = "full"   // NFC of the full case folding of NFC: JOSÉ composed and decomposed, ß and SS, final sigma
)

// Kinds lists the kinds an app file may name, the cheapest first.
var Kinds = []Kind{None, ASCII, Simple, Full}

var full = cases.Fold()

// Apply returns the text that stands for s in comparisons. Two strings are equal under k exactly when
// their folded forms are equal. Unset folds as None.
func (k Kind) Apply(s string) string {
	switch k {
	case ASCII:
		return lowerASCII(s)
	case Simple:
		return strings.Map(unicode.ToLower, s)
	case Full:
		return norm.NFC.String(full.String(norm.NFC.String(s)))
	default:
		return s
	}
}

// Equal reports whether a and b are the same text under k.
func (k Kind) Equal(a, b string) bool { return a == b || k.Apply(a) == k.Apply(b) }

// Joins reports whether texts that are equal under other are equal under k as well.
func (k Kind) Joins(other Kind) bool {
	return other == None || other == Unset || k == other || other == ASCII && (k == Simple || k == Full)
}

// Or returns k, or def when nothing was declared.
func (k Kind) Or(def Kind) Kind {
	if k == Unset {
		return def
	}
	return k
}

func lowerASCII(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if c := b[i]; c >= 'A' && c <= 'Z' {
					b[i] = c + 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
