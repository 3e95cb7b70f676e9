package dialogues

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// width is what a line may have before an object or a list is spread over several.
const width = 110

// layout is JSON for readers: what fits stands on one line.
func layout(v any) string { return layoutAt(v, "") }

func layoutAt(v any, indent string) string {
	deeper := indent + "  "
	var open, shut string
	var one, many []string
	add := func(prefix string, v any) {
		one = append(one, prefix+layoutAt(v, ""))
		many = append(many, deeper+prefix+layoutAt(v, deeper))
	}
	switch v := v.(type) {
	case *scim.Object:
		open, shut = "{", "}"
		for name, w := range v.All() {
			add(string(scim.AppendJSON(nil, name))+": ", w)
		}
	case []any:
		open, shut = "[", "]"
		for _, w := range v {
			add("", w)
		}
	default:
		return string(scim.AppendJSON(nil, v))
	}
	line := open + strings.Join(one, ", ") + shut
	if len(one) == 0 || len(indent)+len(line) <= width && !strings.Contains(line, "\n") {
		return line
	}
	return open + "\n" + strings.Join(many, ",\n") + "\n" + indent + shut
}
