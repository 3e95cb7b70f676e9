package connectors

import (
	"fmt"
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

// Parts are the texts that k was made of.
func (k Key) Parts() []string {
	parts := strings.Split(string(k), "~")
	for i, p := range parts {
		parts[i] = keyUnescape.Replace(p)
	}
	return parts
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
		return fmt.Sprintf("%x", v), nil
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano), nil
	default:
		return "", Errorf(Invalid, "key", "a %T cannot be part of a key", v)
	}
}
