package wire

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/scimgate/scimgate/connectors"
)

// Tree is what a decoded body is: nil, bool, int64, float64, connectors.Decimal, string, []any or map[string]any, and
// nothing else. Decoding makes no float64: a number that is not whole is a Decimal.
type Tree = any

// maxDepth is how deep the objects and lists of a body may nest.
const maxDepth = 64

// check reports what no kind of body can carry. op says what was tried.
func check(op string, t Tree) error {
	if err := fault(t, 0); err != nil {
		return &connectors.Error{Kind: connectors.Invalid, Op: op, Err: err}
	}
	return nil
}

// fault is what is wrong with t, which stands within so many objects and lists.
func fault(t Tree, within int) error {
	switch t := t.(type) {
	case nil, bool, int64:
		return nil
	case string:
		if !utf8.ValidString(t) {
			return errors.New("a text is not UTF-8")
		}
		return nil
	case float64:
		if math.IsNaN(t) || math.IsInf(t, 0) {
			return errors.New("a number is not finite")
		}
		return nil
	case connectors.Decimal:
		if _, err := connectors.Convert(t, connectors.TypeDecimal); err != nil {
			return errors.New("a decimal is not a number")
		}
		return nil
	case []any, map[string]any:
		if within == maxDepth {
			return fmt.Errorf("nested more than %d levels deep", maxDepth)
		}
		return faultWithin(t, within+1)
	default:
		return fmt.Errorf("a %T is in no tree", t)
	}
}

// faultWithin is the first fault of what an object or list holds.
func faultWithin(t Tree, within int) error {
	for name, item := range parts(t) {
		if err := fault(name, within); err != nil {
			return err
		}
		if err := fault(item, within); err != nil {
			return err
		}
	}
	return nil
}

// parts yields what an object or list holds, with the names of an object.
func parts(t Tree) iter.Seq2[string, Tree] {
	if object, ok := t.(map[string]any); ok {
		return maps.All(object)
	}
	return func(yield func(string, Tree) bool) {
		for _, item := range t.([]any) {
			if !yield("", item) {
				return
			}
		}
	}
}

// LeafText is a leaf as it stands in a URL, a header, a form or between two tags; ok is false for nil, lists and objects.
func LeafText(t Tree) (text string, ok bool) {
	switch t := t.(type) {
	case string:
		return t, true
	case bool:
		return strconv.FormatBool(t), true
	case int64:
		return strconv.FormatInt(t, 10), true
	case float64:
		return strconv.FormatFloat(t, 'f', -1, 64), true
	case connectors.Decimal:
		return string(t), true
	default:
		return "", false
	}
}

// Clone is a copy of t that shares nothing with it.
func Clone(t Tree) Tree {
	switch t := t.(type) {
	case []any:
		out := make([]any, len(t))
		for i, item := range t {
			out[i] = Clone(item)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(t))
		for name, item := range t {
			out[name] = Clone(item)
		}
		return out
	default:
		return t
	}
}
