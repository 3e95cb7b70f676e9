package resttest

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// collections are tables as collections of an application, with everything that it can be asked for.
func collections(tables []connectortest.Table, style Style) []legacy.Collection {
	var out []legacy.Collection
	for _, t := range tables {
		c := legacy.Collection{Name: t.Name, One: one(t), Key: t.Key, Unique: t.Unique, ByIDs: byIDs(t)}
		for _, column := range t.Columns {
			c.Fields = append(c.Fields, field(column))
			c.Find = append(c.Find, column.Name)
			if ranged(column) {
				c.Ranges = append(c.Ranges, column.Name)
			}
		}
		if style.Nested {
			for _, u := range nested(tables, t) {
				c.Subs = append(c.Subs, u.sub())
			}
		}
		out = append(out, c)
	}
	return out
}

func field(c connectortest.Column) legacy.Field {
	f := legacy.Field{Name: c.Name, Type: types[c.Type], Max: c.Max, Required: c.NotNull, Generated: c.Generated}
	f.Default = rowOf(connectors.Fields{"": c.Default})[""]
	return f
}

// one is what a record of a table is called in bodies.
func one(t connectortest.Table) string { return t.Name + "_row" }

// byIDs reports whether several records can be asked for by their keys, which must be numbers.
func byIDs(t connectortest.Table) bool {
	if len(t.Key) != 1 {
		return false
	}
	c, _ := t.Column(t.Key[0])
	return c.Type == connectors.TypeInteger
}

// ranged reports whether the application and Match agree about the order of a column's values.
func ranged(c connectortest.Column) bool {
	return slices.Contains([]connectors.Type{connectors.TypeInteger, connectors.TypeDecimal, connectors.TypeFloat, connectors.TypeDate, connectors.TypeTime}, c.Type)
}

// under is rows of a table that are found under the records of another, whose key is one of their fields.
type under struct {
	owner connectortest.Table
	by    string
	rows  connectortest.Table
	// member is the other field of a table that links two: its rows have no key but both. Empty: they have keys of their own.
	member string
}

func (u under) sub() legacy.Sub {
	return legacy.Sub{Name: u.rows.Name, One: one(u.rows), Of: u.rows.Name, By: map[string]string{u.by: u.by}, Member: u.member, Paged: true}
}

// nested are the rows that are found under the records of owner.
func nested(tables []connectortest.Table, owner connectortest.Table) []under {
	var out []under
	for _, rows := range tables {
		if len(owner.Key) != 1 || rows.Name == owner.Name {
			continue
		}
		u := under{owner: owner, by: owner.Key[0], rows: rows}
		if _, has := rows.Column(u.by); !has || slices.Equal(rows.Key, owner.Key) {
			continue
		}
		if len(rows.Key) != 1 {
			u.member = otherKey(tables, rows, u.by)
			if u.member == "" {
				continue
			}
		}
		out = append(out, u)
	}
	return out
}

// otherKey is the field of rows, apart from by, that is the key of another table.
func otherKey(tables []connectortest.Table, rows connectortest.Table, by string) string {
	for _, t := range tables {
		if len(t.Key) != 1 || t.Key[0] == by || t.Name == rows.Name {
			continue
		}
		if _, has := rows.Column(t.Key[0]); has {
			return t.Key[0]
		}
	}
	return ""
}
