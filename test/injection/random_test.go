package injection

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv"
)

// random makes a text of what is special somewhere, of letters, and of any characters at all.
func random(r *rand.Rand) string {
	special := []rune("'\"`\\;-/*#?$:@%_()[]{}|&=<>!~^, \t\n\r\x00\x1a\u02bc\u2019\uff07\u200b\u202e\ufeff\u00e9\u0301\u00df\u0130\u0131")
	var b strings.Builder
	for range 1 + r.IntN(24) {
		switch r.IntN(4) {
		case 0, 1:
			b.WriteRune(special[r.IntN(len(special))])
		case 2:
			b.WriteRune('a' + rune(r.IntN(26)))
		default:
			b.WriteRune(rune(r.IntN(0x110000))) // a half of a surrogate pair becomes U+FFFD
		}
	}
	return b.String()
}

const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

func TestRandomTextsAreKeptAndFound(t *testing.T) {
	each(t, func(s *site) {
		found, _ := s.find("userName", "eq", "ada")
		id := found.Resources[0].ID
		rows := strings.Split(s.rows(), "\n")[:2]
		r := rand.New(rand.NewPCG(1, 2))
		for range testenv.N(500, 100_000) {
			text := random(r)
			var after user
			status := s.ask(http.MethodPatch, "/Users/"+id, map[string]any{"schemas": []string{patchSchema},
				"Operations": []any{map[string]any{"op": "replace", "path": "title", "value": text}}}, &after)
			found, asked := s.find("title", "eq", text)
			switch {
			case status == http.StatusBadRequest:
				if found.TotalResults > 0 {
					s.Fatalf("%q was refused and is found", text)
				}
			case status != http.StatusOK || after.Title != text:
				s.Fatalf("%q: %d, and reads %q", text, status, after.Title)
			case asked != http.StatusOK || found.TotalResults != 1 || found.Resources[0].ID != id:
				s.Fatalf("%q: %d, and finds %+v", text, asked, found)
			}
		}
		if now := strings.Split(s.rows(), "\n")[:2]; now[0] != rows[0] || now[1] != rows[1] {
			s.Errorf("there were %v rows and are %v", rows, now)
		}
	})
}
