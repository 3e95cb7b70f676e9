package sqldb

import (
	"fmt"
	"regexp"
)

var ident = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_$# -]{0,127}$`)

// CheckIdent refuses a name that no table or column of a sane schema has: a slip in an app file, or an attempt at
// worse. Quote would make it harmless; this makes it visible.
func CheckIdent(name string) error {
	if !ident.MatchString(name) {
		return fmt.Errorf("%q cannot be the name of a table or column", name)
	}
	return nil
}
