package sql

import (
	"encoding/base64"
	"encoding/json"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// cursor is a place in an order: the values of its criteria at one record, then the record's key. It travels as text
// that nobody else needs to read: base64 of JSON.
type cursor struct {
	Order  []string  // names what it is a place in
	Values []*string // of the criteria; nil is an empty field
	Key    connectors.Key
	values []connectors.Value
}

func cursorOf(e *entity, order []criterion, key []int, values []connectors.Value) string {
	c := cursor{Order: orderNames(order)}
	for _, o := range order {
		c.Values = append(c.Values, cursorText(values[o.at]))
	}
	c.Key, _ = keyOf(values, key) // it was read from a record with a key
	text, err := json.Marshal(c)
	if err != nil {
		panic("sql: a cursor that is not JSON: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// cursorText is a value as EncodeKey writes a part, with the empty text, which a key cannot have, kept apart.
func cursorText(v connectors.Value) *string {
	if v == nil {
		return nil
	}
	text := ""
	if k, err := connectors.EncodeKey(v); err == nil {
		text = "=" + k.Parts()[0]
	}
	return &text
}

func readCursor(e *entity, order []criterion, text string) (cursor, error) {
	var c cursor
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil || !slices.Equal(c.Order, orderNames(order)) || len(c.Values) != len(order) {
		return c, invalidCursor()
	}
	for i, o := range order {
		v, err := cursorValue(o.column.typ, c.Values[i])
		if err != nil {
			return c, invalidCursor()
		}
		c.values = append(c.values, v)
	}
	if _, ok := e.keyValues(e.key, c.Key); !ok {
		return c, invalidCursor()
	}
	return c, nil
}

func cursorValue(t connectors.Type, text *string) (connectors.Value, error) {
	switch {
	case text == nil:
		return nil, nil
	case *text == "":
		return "", nil
	default:
		return keyPart(t, (*text)[1:])
	}
}

func invalidCursor() error {
	return connectors.Errorf(connectors.Invalid, "", "this is not where a page of this order ends")
}

func orderNames(order []criterion) []string {
	names := []string{}
	for _, o := range order {
		name := o.expr()
		if o.desc {
			name += " desc"
		}
		names = append(names, name)
	}
	return names
}

// after writes that a record comes behind c: it is greater in the first criterion, or equal there and greater in the
// next, and so on down to the key.
func (b *builder) after(e *entity, order []criterion, c cursor) {
	key, _ := e.keyValues(e.key, c.Key)
	b.afterFrom(e, order, c.values, e.encoded(e.key, key))
}

func (b *builder) afterFrom(e *entity, order []criterion, values []connectors.Value, key []any) {
	if len(order) == 0 {
		b.behind(e.root.fields(e.key), key)
		return
	}
	o, v := order[0], values[0]
	b.write("(")
	b.greater(o, v)
	b.write(" OR (")
	b.same(o, v)
	b.write(" AND ")
	b.afterFrom(e, order[1:], values[1:], key)
	b.write("))")
}

// greater writes that the criterion comes behind v, where empty values come last ascending and first descending.
func (b *builder) greater(o criterion, v connectors.Value) {
	empty := b.d.value(o.column, o.expr())
	switch {
	case v == nil && o.desc:
		b.write(empty, " IS NOT NULL")
	case v == nil:
		b.truth(false)
	case o.desc:
		b.compareSorted(o.field, " < ", v)
	case o.nullable():
		b.write("(")
		b.compareSorted(o.field, " > ", v)
		b.write(" OR ", empty, " IS NULL)")
	default:
		b.compareSorted(o.field, " > ", v)
	}
}

func (b *builder) same(o criterion, v connectors.Value) {
	if v == nil {
		b.write(b.d.value(o.column, o.expr()), " IS NULL")
		return
	}
	b.compareSorted(o.field, " = ", v)
}

// compareSorted compares as ORDER BY does.
func (b *builder) compareSorted(f field, op string, v connectors.Value) {
	if text, ok := v.(string); ok {
		v = defaultFold.Apply(text)
	}
	b.write(b.d.sorted(f.column, f.expr(), defaultFold), op)
	b.bindComparable(f.column, v)
}
