package wire

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimgate/scimgate/connectors"
)

// JSON is a body of JSON (RFC 8259). Of a name that stands twice in one object the last is read, as nearly every parser
// does that the application's other clients use. Numbers keep every digit.
type JSON struct{}

// MediaType is application/json.
func (JSON) MediaType() string { return "application/json" }

// Encode writes names in order, and no more escapes than JSON needs.
func (JSON) Encode(t Tree) ([]byte, error) {
	if err := check("encode JSON", t); err != nil {
		return nil, err
	}
	return appendJSON(nil, t), nil
}

func appendJSON(b []byte, t Tree) []byte {
	switch t := t.(type) {
	case bool:
		return strconv.AppendBool(b, t)
	case int64:
		return strconv.AppendInt(b, t, 10)
	case float64:
		return strconv.AppendFloat(b, t, 'g', -1, 64)
	case connectors.Decimal:
		return appendDecimal(b, t)
	case string:
		return appendText(b, t)
	case []any:
		b = append(b, '[')
		for i, item := range t {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, item)
		}
		return append(b, ']')
	case map[string]any:
		b = append(b, '{')
		for i, name := range sortedNames(t) {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, name), ':')
			b = appendJSON(b, t[name])
		}
		return append(b, '}')
	default:
		return append(b, "null"...)
	}
}

// appendText appends text that check has found to be UTF-8, the one thing that quoting can fail for.
func appendText(b []byte, text string) []byte {
	b, _ = jsontext.AppendQuote(b, text)
	return b
}

// Decode reads one JSON value of any kind.
func (JSON) Decode(body []byte) (Tree, error) {
	text, err := opened(body)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")) {
		return nil, errors.New("the body is HTML or XML and not JSON")
	}
	d := jsonDecoder{jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true))}
	t, err := d.value()
	if err != nil {
		return nil, err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the body has more behind the JSON value")
	}
	return t, nil
}

// errNotJSON takes the place of the library's errors, which may quote the text.
var errNotJSON = errors.New("the body is not valid JSON")

type jsonDecoder struct{ *jsontext.Decoder }

func (d jsonDecoder) value() (Tree, error) {
	token, err := d.ReadToken()
	if err != nil {
		return nil, errNotJSON
	}
	switch token.Kind() {
	case '{':
		return d.object()
	case '[':
		return d.list()
	case '"':
		return token.String(), nil
	case '0':
		return parseNumber(token.String())
	case 't', 'f':
		return token.Bool(), nil
	default:
		return nil, nil
	}
}

func (d jsonDecoder) object() (Tree, error) {
	if d.StackDepth() > maxDepth {
		return nil, errDepth
	}
	object := map[string]any{}
	for d.PeekKind() != '}' {
		token, err := d.ReadToken()
		if err != nil {
			return nil, errNotJSON
		}
		name := token.String()
		if object[name], err = d.value(); err != nil {
			return nil, err
		}
	}
	_, err := d.ReadToken()
	return object, err
}

func (d jsonDecoder) list() (Tree, error) {
	if d.StackDepth() > maxDepth {
		return nil, errDepth
	}
	list := []any{}
	for d.PeekKind() != ']' {
		item, err := d.value()
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	_, err := d.ReadToken()
	return list, err
}
