package wire

import (
	"encoding/base64"
	"errors"
	"strconv"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// Of is the tree of a value that a field of type t holds, or of any value when t is empty. An instant is RFC 3339 text,
// a day is 2006-01-02, bytes are base64. The error is Invalid.
func Of(v connectors.Value, t connectors.Type) (Tree, error) {
	if t != "" {
		var err error
		if v, err = connectors.Convert(v, t); err != nil {
			return nil, &connectors.Error{Kind: connectors.Invalid, Err: err}
		}
	}
	tree := treeOf(v, t, 0)
	return tree, check("", tree)
}

// treeOf is v with nothing in it but what a tree may hold, as far down as a tree goes; check finds what is left.
func treeOf(v connectors.Value, t connectors.Type, within int) Tree {
	switch v := v.(type) {
	case time.Time:
		if t == connectors.TypeDate {
			return v.UTC().Format(time.DateOnly)
		}
		return v.UTC().Format(time.RFC3339Nano)
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	case []any:
		if within == maxDepth {
			return v
		}
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = treeOf(item, "", within+1)
		}
		return out
	case map[string]any:
		if within == maxDepth {
			return v
		}
		out := make(map[string]any, len(v))
		for name, item := range v {
			out[name] = treeOf(item, "", within+1)
		}
		return out
	default:
		return v
	}
}

// Value is the value of type t that an application meant by a tree; with an empty t it is the tree itself. It is as
// strict as connectors.Convert but for what bodies make necessary: an empty text is no number, boolean or instant at
// all, "0" and "1" are booleans, and a number is the float that is nearest to it. The error is Invalid and repeats nothing of the tree.
func Value(tree Tree, t connectors.Type) (connectors.Value, error) {
	v, err := value(tree, t)
	if err != nil {
		return nil, &connectors.Error{Kind: connectors.Invalid, Err: err}
	}
	return v, nil
}

func value(tree Tree, t connectors.Type) (connectors.Value, error) {
	text, isText := tree.(string)
	whole, isWhole := tree.(int64)
	switch {
	case t == "":
		return tree, nil
	case isWhole && t == connectors.TypeFloat: // written without a fraction, and still the float nearest to it
		return connectors.Convert(connectors.Decimal(strconv.FormatInt(whole, 10)), t)
	case !isText || t == connectors.TypeText:
		return connectors.Convert(tree, t)
	case t == connectors.TypeBytes:
		b, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, errors.New("a text that is not base64")
		}
		return b, nil
	case text == "":
		return nil, nil
	case t == connectors.TypeBool && (text == "0" || text == "1"):
		return text == "1", nil
	default:
		return connectors.Convert(tree, t)
	}
}
