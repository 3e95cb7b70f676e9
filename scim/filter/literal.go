package filter

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// literal is the value of the next token, when it is one.
func (p *parser) literal() (v any, ok bool) {
	t := p.tok
	if t.kind == quoted {
		return t.text, true
	}
	if t.kind != word {
		return nil, false
	}
	switch t.text {
	case "true":
		return true, true
	case "false":
		return false, true
	case "null":
		return nil, true
	}
	if v, ok := number(t.text); ok {
		return v, true
	}
	return p.tolerated(t.text)
}

// tolerated is the value of a word that is no literal of JSON.
func (p *parser) tolerated(text string) (v any, ok bool) {
	if b, ok := boolean(text); ok {
		return b, p.edge.Allows(scim.BooleanText)
	}
	if !p.edge.Allows(scim.UnquotedLiteral) {
		return nil, false
	}
	if strings.EqualFold(text, "null") {
		return nil, true
	}
	return text, true
}

// boolean reads true or false in any letter case.
func boolean(text string) (value, ok bool) {
	value = strings.EqualFold(text, "true")
	return value, value || strings.EqualFold(text, "false")
}

// number reads a number of JSON. One with a fraction or an exponent stays a float64 even when it is whole, so that
// 12e4, meant as a name, is never taken for 120000. One too large for a float64 is none.
func number(text string) (v any, ok bool) {
	if text == "" || text[0] != '-' && (text[0] < '0' || '9' < text[0]) || !json.Valid([]byte(text)) {
		return nil, false
	}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return i, true
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

// appendValue appends a literal so that reading it gives the same value.
func appendValue(b []byte, v any) []byte {
	f, ok := v.(float64)
	if !ok {
		return scim.AppendJSON(b, v)
	}
	start := len(b)
	b = strconv.AppendFloat(b, f, 'g', -1, 64)
	if !strings.ContainsAny(string(b[start:]), ".e") {
		b = append(b, ".0"...) // else it would be read as an int64
	}
	return b
}

// whole is f as an int64, when it is one.
func whole(f float64) (i int64, ok bool) {
	return int64(f), f == math.Trunc(f) && -1<<63 <= f && f < 1<<63
}
