package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/scim/schema"
)

// The columns of a CSV file. Import takes the name of an attribute that accounts are recognised by for columnMatch too.
const (
	columnType       = "type"
	columnID         = "id"
	columnKey        = "key"
	columnMatch      = "match"
	columnExternalID = "externalId"
	columnClaimed    = "claimed"
	columnBuried     = "buried"
)

// columns are where the values of a line stand: what its first line says, in any order and letter case.
type columns struct {
	at    map[string]int
	match string // what columnMatch is called in the file
}

// heads reads the first line of a file about these types.
func heads(line []string, types []*gateway.Endpoint, at func(column int) diag.Position) (c columns, found diag.List) {
	c = columns{at: map[string]int{}, match: columnMatch}
	known := []string{columnType, columnID, columnKey, columnMatch, columnExternalID, columnClaimed, columnBuried}
	for _, e := range types {
		for _, p := range e.Mapping.Match() {
			if p.Attr != schema.ExternalID { // which is a column of its own
				known = append(known, p.String())
			}
		}
	}
	for i, name := range line {
		name = strings.TrimSpace(name)
		n := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, name) })
		if n < 0 {
			found.Add(wrong(at(i), "import/column", diag.Suggest(name, known), "no column is called %q", name))
			continue
		}
		column := known[n]
		if n > slices.Index(known, columnBuried) {
			c.match, column = column, columnMatch
		}
		if _, twice := c.at[column]; twice {
			found.Add(wrong(at(i), "import/column", "", "the column %s is there already", column))
		}
		c.at[column] = i
	}
	_, byKey := c.at[columnKey]
	_, byMatch := c.at[columnMatch]
	if !byKey && !byMatch && len(found) == 0 {
		found.Add(wrong(at(0), "import/column", "", "there is neither a column key nor one that accounts are recognised by"))
	}
	return c, found
}

// value is that of a column; empty where the file does not have it.
func (c columns) value(line []string, column string) string {
	i, ok := c.at[column]
	if !ok {
		return ""
	}
	return line[i]
}

// matched is the attribute that columnMatch is about, of a type. What is in the store does not find anybody yet.
func (c columns) matched(e *gateway.Endpoint) (p schema.Path, ok bool) {
	for _, p := range e.Mapping.Match() {
		if p.Attr == schema.ExternalID && e.Mapping.HasNames() {
			continue
		}
		if c.match == columnMatch || p.String() == c.match {
			return p, true
		}
	}
	return schema.Path{}, false
}

func wrong(at diag.Position, code, hint, format string, args ...any) diag.Finding {
	return diag.Finding{Pos: at, Severity: diag.Error, Code: code, Message: fmt.Sprintf(format, args...), Hint: hint}
}
