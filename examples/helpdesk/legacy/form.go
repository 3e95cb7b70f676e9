package legacy

import (
	"net/url"
	"strings"
)

// decodeForm reads a form: agent[login]=ada is the member login of agent, and members[]=1 an element of members.
func decodeForm(body string) (any, *problem) {
	form, err := url.ParseQuery(body)
	if err != nil {
		return nil, malformed("the body is no form")
	}
	tree := map[string]any{}
	for name, values := range form {
		at := tree
		outer, rest, nested := strings.Cut(name, "[")
		for nested && rest != "]" {
			inner, _ := at[outer].(map[string]any)
			if inner == nil {
				inner = map[string]any{}
				at[outer] = inner
			}
			at = inner
			outer, rest, _ = strings.Cut(rest, "]")
			rest, nested = strings.CutPrefix(rest, "[")
		}
		if !nested {
			at[outer] = values[len(values)-1]
			continue
		}
		list := []any{}
		for _, v := range values {
			if v != "" { // members[]= alone is an empty list
				list = append(list, v)
			}
		}
		at[outer] = list
	}
	return tree, nil
}
