package mappings

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
)

// textList is the elements of an attribute in one field.
type textList struct {
	cell      *cell
	separator string // empty: a JSON list
	max       int    // characters of all elements together; 0: unbounded
	never     bool   // the field may not be empty: no elements are an empty list
	filled    bool   // but nobody has to say so on creation
}

func (c *compiler) list(def *listDef) *textList {
	l := &textList{cell: c.cell(def.cell), separator: def.separator}
	l.max, l.cell.max = l.cell.max, 0
	f, known := c.shape.Fields[def.cell.field]
	l.never, l.filled = known && !f.Nullable, !f.Required || c.d.filled(def.cell)
	return l
}

// read takes a field's value apart; what is no list has no elements.
func (l *textList) read(v connectors.Value) []string {
	if l.separator != "" {
		text, _ := v.(string)
		return texts(strings.Split(text, l.separator))
	}
	items, ok := v.([]any)
	if text, isText := v.(string); isText && !ok {
		_ = json.Unmarshal([]byte(text), &items)
	}
	var list []string
	for _, item := range items {
		if text, ok := item.(string); ok {
			list = append(list, text)
		}
	}
	return texts(list)
}

// texts are those that say something, each once.
func texts(list []string) []string {
	var out []string
	for _, text := range list {
		if text = strings.TrimSpace(text); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// write is the field's value for some elements; for none nil, where the field can be empty.
func (l *textList) write(list []string) (connectors.Value, error) {
	list = texts(list)
	var native connectors.Value
	switch {
	case len(list) == 0 && !l.never:
		return nil, nil
	case l.separator != "":
		for _, text := range list {
			if strings.Contains(text, l.separator) {
				return nil, scim.BadRequest(scim.InvalidValue, "%s cannot hold %q here: it is what stands between two values", l.cell.at, l.separator)
			}
		}
		native = strings.Join(list, l.separator)
	case l.cell.typ == connectors.TypeJSON:
		items := make([]any, len(list))
		for i, text := range list {
			items[i] = text
		}
		return items, nil
	default:
		text, err := json.Marshal(append([]string{}, list...)) // [] for none
		if err != nil {
			return nil, err
		}
		native = string(text)
	}
	if text := native.(string); l.max > 0 && longer(text, l.max) {
		return nil, scim.BadRequest(scim.InvalidValue, "%s holds at most %d characters, all values together", l.cell.at, l.max)
	}
	return native, nil
}

// listed builds the elements of a list.
func (b *builder) listed(l *textList, fields connectors.Fields) []any {
	var elements []any
	for _, text := range l.read(fields[l.cell.field]) {
		elements = append(elements, scim.NewObject(l.cell.leaf.Name, text))
	}
	return elements
}

// list projects the elements of a list into its field.
func (p *projector) list(l *textList, v any) error {
	elements, _ := v.([]any)
	if !l.cell.writable() || p.create && len(elements) == 0 && l.filled {
		return nil
	}
	var list []string
	for _, e := range elements {
		if o, ok := e.(*scim.Object); ok {
			list = append(list, o.Text(l.cell.leaf.Name))
		}
	}
	native, err := l.write(list)
	if err != nil {
		if !p.lenient {
			return err
		}
		native = unstorable{v, err}
	}
	p.put(l.cell, l.cell.field, native)
	return nil
}

// listed plans a comparison with the elements of a list: a separated one holds the text of each, and of others too.
func (p *planner) listed(l *textList, x filter.Compare) pushed {
	text, _ := x.Value.(string)
	c := l.cell
	switch {
	case c.scan:
		return notPushed
	case x.Op == filter.Pr:
		return superset(leaf(p.m.shape.Push, connectors.Leaf{Field: c.field, Op: connectors.Pr}))
	case l.separator == "" || text == "" || x.At != c.at || x.Op == filter.Gt || x.Op == filter.Ge || x.Op == filter.Lt || x.Op == filter.Le:
		return notPushed
	default:
		return superset(leaf(p.m.shape.Push, connectors.Leaf{Field: c.field, Op: connectors.Co, Value: text, Fold: c.leaf.Comparison()}))
	}
}

// superset is p with more than what is meant.
func superset(p pushed) pushed {
	p.push = min(p.push, connectors.Superset)
	return p
}
