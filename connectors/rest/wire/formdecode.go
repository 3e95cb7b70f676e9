package wire

import (
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"
)

var (
	errNotForm   = errors.New("the body is not a valid form")
	errFormNames = errors.New("the names in the form do not fit together")
)

// Decode reads a form; an empty one is an object without members.
func (Form) Decode(body []byte) (Tree, error) {
	form := map[string]any{}
	for pair := range strings.SplitSeq(string(body), "&") {
		if pair == "" {
			continue
		}
		escaped, value, _ := strings.Cut(pair, "=")
		name, err := formText(escaped)
		if err != nil {
			return nil, err
		}
		if value, err = formText(value); err != nil {
			return nil, err
		}
		if err := addPair(form, name, value); err != nil {
			return nil, err
		}
	}
	return form, nil
}

func formText(escaped string) (string, error) {
	text, err := url.QueryUnescape(escaped)
	switch {
	case err != nil:
		return "", errNotForm
	case !utf8.ValidString(text):
		return "", errNotUTF8
	}
	return text, nil
}

// addPair puts a value where its name says: a, a[b][c] or a[b][].
func addPair(form map[string]any, name, value string) error {
	name, list := strings.CutSuffix(name, "[]")
	first, rest, nested := strings.Cut(name, "[")
	names := []string{first}
	if nested {
		inner, closed := strings.CutSuffix(rest, "]")
		if !closed {
			return errFormNames
		}
		names = append(names, strings.Split(inner, "][")...)
	}
	if len(names) > maxDepth-1 {
		return errDepth
	}
	last := len(names) - 1
	for i, n := range names {
		if n == "" || strings.ContainsAny(n, "[]") {
			return errFormNames
		}
		if i == last {
			return addValue(form, n, value, list)
		}
		if form[n] == nil {
			form[n] = map[string]any{}
		}
		inner, ok := form[n].(map[string]any)
		if !ok {
			return errFormNames
		}
		form = inner
	}
	return nil
}

func addValue(object map[string]any, name, value string, list bool) error {
	before, there := object[name]
	items, isList := before.([]any)
	_, isText := before.(string)
	switch {
	case list && (isList || !there):
		object[name] = append(items, value)
	case !list && (isText || !there):
		object[name] = value
	default:
		return errFormNames
	}
	return nil
}
