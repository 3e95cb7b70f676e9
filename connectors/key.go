package connectors

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// Key is the canonical text of a native key: its parts joined by "~", with "~" and "%" inside a part
// percent-encoded. Two keys are equal exactly when their texts are. It is the input of derived SCIM ids, so this
// encoding can never change.
type Key string

var (
	keyEscape   = strings.NewReplacer("%", "%25", "~", "%7E")
	keyUnescape = strings.NewReplacer("%25", "%", "%7E", "~")
)

// EncodeKey makes the Key of these parts, in the order of Spec.Key. A part is text, a number, a boolean, an instant
// or bytes; an empty one, or none at all, is Invalid, because nothing could be found by it.
func EncodeKey(parts ...Value) (Key, error) {
	if len(parts) == 0 {
		return "", Errorf(Invalid, "key", "a key without parts")
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		t, err := keyText(p)
		if err != nil {
			return "", err
		}
		if t == "" {
			return "", Errorf(Invalid, "key", "a key part is empty")
		}
		texts[i] = keyEscape.Replace(t)
	}
	return Key(strings.Join(texts, "~")), nil
}

// Parts are the texts that k was made of; Values turns them into native values again.
func (k Key) Parts() []string {
	parts := strings.Split(string(k), "~")
	for i, p := range parts {
		parts[i] = keyUnescape.Replace(p)
	}
	return parts
}

// Values are the parts of k as values of these types, and ok is false unless EncodeKey makes k out of them again: no
// record has such a key.
func (k Key) Values(types ...Type) (values []Value, ok bool) {
	parts := k.Parts()
	if len(parts) != len(types) {
		return nil, false
	}
	values = make([]Value, len(parts))
	for i, part := range parts {
		var v Value = part
		if types[i] == TypeBytes {
			v, _ = hex.DecodeString(part)
		}
		var err error
		if values[i], err = Convert(v, types[i]); err != nil {
			return nil, false
		}
	}
	again, err := EncodeKey(values...)
	return values, err == nil && again == k
}

func keyText(v Value) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case Decimal:
		return string(v), nil
	case bool:
		return strconv.FormatBool(v), nil
	case []byte:
		return hex.EncodeToString(v), nil
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano), nil
	default:
		return "", Errorf(Invalid, "key", "a %T cannot be part of a key", v)
	}
}
