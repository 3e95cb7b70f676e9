package jsonx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/scimgate/scimgate/scim"
)

const (
	// MaxDepth is how deep objects and lists may nest. SCIM needs five.
	MaxDepth = 64
	// MaxMembers is how many names one object may have. Looking one up takes time in proportion.
	MaxMembers = 1000
)

// Error says why a text is not acceptable. Reason is fit for a client: it names places and never repeats a value.
type Error struct {
	Offset int64 // in bytes, at or shortly after the fault
	Reason string
}

func (e *Error) Error() string { return fmt.Sprintf("%s (near byte %d)", e.Reason, e.Offset) }

// Decode reads one JSON object. Whole numbers become int64, others float64. An error is an *Error, or what r
// returned.
func Decode(r io.Reader) (*scim.Object, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(text) {
		return nil, &Error{Offset: firstBad(text), Reason: "the body is not UTF-8"}
	}
	d := decoder{jsontext.NewDecoder(bytes.NewReader(text))}
	switch d.PeekKind() {
	case '{':
	case 0:
		if len(bytes.TrimSpace(text)) == 0 {
			return nil, d.refuse("the body is empty")
		}
		// What is wrong with it is found by reading it.
	default:
		return nil, d.refuse("the body is not a JSON object")
	}
	v, err := d.value()
	if err != nil {
		return nil, err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, d.refuse("there is more behind the JSON object")
	}
	return v.(*scim.Object), nil
}

// firstBad is where the first byte of text stands that is not UTF-8.
func firstBad(text []byte) int64 {
	at := 0
	for at < len(text) {
		r, n := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return int64(at)
}

type decoder struct{ *jsontext.Decoder }

func (d decoder) value() (any, error) {
	t, err := d.ReadToken()
	if err != nil {
		return nil, d.syntax(err)
	}
	switch t.Kind() {
	case '{':
		return d.object()
	case '[':
		return d.list()
	case '"':
		return t.String(), nil
	case '0':
		return d.number(t.String())
	case 't', 'f':
		return t.Bool(), nil
	default:
		return nil, nil
	}
}

func (d decoder) object() (any, error) {
	if d.StackDepth() > MaxDepth {
		return nil, d.refuse("nested more than %d levels deep", MaxDepth)
	}
	o := scim.NewObject()
	for d.PeekKind() != '}' {
		if o.Len() == MaxMembers {
			return nil, d.refuse("an object has more than %d names", MaxMembers)
		}
		name, err := d.ReadToken()
		if err != nil {
			return nil, d.syntax(err)
		}
		n := name.String()
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		o.Append(n, v)
	}
	_, err := d.ReadToken()
	return o, err
}

func (d decoder) list() (any, error) {
	if d.StackDepth() > MaxDepth {
		return nil, d.refuse("nested more than %d levels deep", MaxDepth)
	}
	l := []any{}
	for d.PeekKind() != ']' {
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		l = append(l, v)
	}
	_, err := d.ReadToken()
	return l, err
}

// number keeps whole numbers whole: an identifier of eighteen digits must not lose its last ones. What is accepted
// can be written and read again.
func (d decoder) number(text string) (any, error) {
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return i, nil
	}
	if !strings.ContainsAny(text, ".eE") {
		return nil, d.refuse("a number is too large")
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(f) >= 1<<63 {
		return nil, d.refuse("a number is too large")
	}
	return f + 0, nil // there is no minus zero
}

func (d decoder) refuse(format string, args ...any) error {
	return &Error{Offset: d.InputOffset(), Reason: fmt.Sprintf(format, args...)}
}

// syntax puts the library's error into words that hold nothing of the text.
func (d decoder) syntax(err error) error {
	if errors.Is(err, jsontext.ErrDuplicateName) {
		return d.refuse("a name stands twice in one object")
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return d.refuse("the JSON ends too early")
	}
	e := &Error{Offset: d.InputOffset(), Reason: "the body is not valid JSON"}
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		e.Offset = s.ByteOffset
	}
	return e
}
