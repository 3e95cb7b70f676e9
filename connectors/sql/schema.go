package sql

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/sqldb"
)

type scanner = func(dest ...any) error

// each runs a query about the schema.
func each(ctx context.Context, db sqldb.Querier, text string, args []any, row func(scanner) error) error {
	rows, err := db.Query(ctx, text, args...)
	if err != nil {
		return err
	}
	return rows.Each(row)
}

func texts(ctx context.Context, db sqldb.Querier, text string, args ...any) (all []string, err error) {
	err = each(ctx, db, text, args, func(scan scanner) error {
		var s string
		err := scan(&s)
		all = append(all, s)
		return err
	})
	return all, err
}

var identifiers = regexp.MustCompile(`"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*`)

// add notes the next column of an index, or the columns that its next expression looks at.
func (i *index) add(t *table, columnName, definition string) {
	i.parts++
	if columnName != "" {
		i.columns = append(i.columns, columnName)
		return
	}
	i.expressions = true
	for _, word := range identifiers.FindAllString(definition, -1) {
		name := strings.ReplaceAll(strings.Trim(word, `"`), `""`, `"`)
		c, ok := t.columns[name]
		if !ok || slices.Contains(i.columns, name) {
			continue
		}
		i.columns = append(i.columns, name)
		if plain := indexNoise.Replace(definition); plain == "lower("+name+")" {
			c.lowered = true
		}
	}
}

// indexNoise is what databases add to an expression when they print it.
var indexNoise = strings.NewReplacer("::text", "", `"`, "", "((", "(", "))", ")", "(lower", "lower", " ", "")
