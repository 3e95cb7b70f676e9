package yamlx

import (
	"regexp"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
)

var (
	secretName = regexp.MustCompile(`(?i)(pass?wo?rd|passwd|pwd|secret|tok[a-z]*n|credential|api[_-]?key)`)
	secretPair = regexp.MustCompile(secretName.String() + `["']?\s*[:=]\s*["']?[^\s"',}{\[|>]`)
	userinfo   = regexp.MustCompile(`(^|["'\s/])[^/\s@"':]*:[^/\s@]+@`)
)

// Quote gives findings in the file of n the source line that they lack, for whoever knew no more than a position.
func Quote(n Node, found diag.List) diag.List {
	for i, f := range found {
		if n.node != nil && f.Source == "" && f.Pos.File == n.doc.file {
			found[i].Source = n.doc.line(f.Pos.Line)
		}
	}
	return found
}

// Conceal takes the source line out of every finding on a line where n holds what seems to be a secret itself
// instead of a reference to one; n is as parsed, not expanded. Findings end in logs and tickets; the position still leads to the line.
func Conceal(n Node, found diag.List) diag.List {
	lines := map[diag.Position]bool{}
	secrets("", n, lines)
	for i, f := range found {
		// A key that was probably meant to hold a secret is as good as one that does.
		if lines[diag.Position{File: f.Pos.File, Line: f.Pos.Line}] || secretName.MatchString(f.Hint) {
			found[i].Source = ""
		}
	}
	return found
}

// secrets collects the lines below n on which a secret stands; name is the key that n is the value of.
func secrets(name string, n Node, lines map[diag.Position]bool) {
	for _, e := range n.Entries() {
		within := e.Name
		if name == "auth" && (within == "bearer" || within == "value") {
			within = "secret"
		}
		secrets(within, e.Value, lines)
	}
	for _, item := range n.Items() {
		secrets(name, item, lines)
	}
	plain := reference.ReplaceAllString(n.Text(), "")
	named := secretName.MatchString(name) && plain == n.Text() && plain != "true" && plain != "false"
	// A dsn can spell its password in more ways than can be listed here.
	named = named || name == "dsn" && plain == n.Text() && strings.ContainsAny(plain, "@=")
	if plain == "" || !named && !userinfo.MatchString(plain) && !secretPair.MatchString(plain) {
		return
	}
	last := strings.Count(n.Text(), "\n")
	if n.IsLiteral() {
		last++
	}
	for i := range last + 1 {
		lines[diag.Position{File: n.doc.file, Line: n.line + i}] = true
	}
}

// holdsSecret reports the same of a line in a file that cannot be parsed, on the safe side.
func holdsSecret(line string) bool {
	plain := reference.ReplaceAllString(line, "")
	return userinfo.MatchString(plain) || secretPair.MatchString(plain)
}
