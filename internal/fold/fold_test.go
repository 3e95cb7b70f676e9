package fold

import "testing"

func TestKindsSeparateWhatTheyShould(t *testing.T) {
	cases := []struct {
		name, a, b string
		equalUnder map[Kind]bool
	}{
		{"ASCII letters fold under all but none", "Ada", "aDA", map[Kind]bool{ASCII: true, Simple: true, Full: true}},
		{"accented capitals need simple folding", "ZOË", "zoë", map[Kind]bool{Simple: true, Full: true}},
		{"composed and decomposed need full folding", "JOS\u00c9", "jose\u0301", map[Kind]bool{Full: true}},
		{"sharp s and SS need full folding", "straße", "STRASSE", map[Kind]bool{Full: true}},
		{"final sigma needs full folding", "ΣΊΣΥΦΟΣ", "σίσυφος", map[Kind]bool{Full: true}},
		{"a dotted capital is another letter to full folding alone", "İ", "i", map[Kind]bool{Simple: true}},
		{"an accent is never dropped", "jose", "josé", nil},
		{"a homoglyph is another letter", "ada", "\u0430da", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, k := range Kinds {
				for _, other := range Kinds {
					if k.Joins(other) && other.Equal(c.a, c.b) && !k.Equal(c.a, c.b) {
						t.Errorf("%s does not join what %s does: %q and %q", k, other, c.a, c.b)
					}
				}
				if got := k.Equal(c.a, c.b); got != c.equalUnder[k] {
					t.Errorf("%s: %q = %q is %v, want %v", k, c.a, c.b, got, c.equalUnder[k])
				}
			}
		})
	}
}
