package dialogues

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/scimgate/scimgate/scim"
)

// names are what a file calls the ids, entity tags and times of one run, and where the gateway is.
type names struct {
	names  map[string]string // by value
	values map[string]string // by name
	now    func() time.Time
	stamps *regexp.Regexp // times of another clock, which nobody knows; nil: there are none
}

func newNames(s *site) *names {
	n := &names{map[string]string{}, map[string]string{}, s.now, s.stamps}
	n.note(s.base, "base")
	return n
}

// note gives a value a name; when the name is another value's it gets a number.
func (n *names) note(value, name string) {
	if value == "" || n.names[value] != "" {
		return
	}
	unique := name
	for i := 2; n.values[unique] != ""; i++ {
		unique = fmt.Sprint(name, i)
	}
	n.names[value], n.values[unique] = unique, value
}

// learn names the resources in an answer, and the states that they are in.
func (n *names) learn(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			n.learn(e)
		}
	case *scim.Object:
		if meta := v.Object("meta"); meta != nil {
			name, _, _ := strings.Cut(v.Text("userName"), "@")
			if name == "" {
				name = v.Text("displayName")
			}
			if name != "" {
				n.note(v.Text("id"), strings.ReplaceAll(strings.ToLower(name), " ", "-"))
			}
			n.learnVersion(v.Text("id"), meta.Text("version"))
		}
		n.learn(v.List("Resources"))
	}
}

// learnVersion names an entity tag after the resource that has it: ana.v1, ana.v2.
func (n *names) learnVersion(id, tag string) {
	opaque := strings.TrimSuffix(strings.TrimPrefix(tag, `W/"`), `"`)
	name, known := n.names[id]
	if !known || n.names[opaque] != "" {
		return
	}
	for i := 1; ; i++ {
		if version := fmt.Sprint(name, ".v", i); n.values[version] == "" {
			n.note(opaque, version)
			return
		}
	}
}

// times are those of a run, as opposed to those of the seed.
var times = regexp.MustCompile(`2030-01-01T\d\d:\d\d:\d\dZ`)

// versions are names of entity tags.
var versions = regexp.MustCompile(`(\{\{[^{}]+\.v)\d\}\}`)

// blur makes all versions of a resource one where another clock, and so chance, says which of them are equal.
func (n *names) blur(text string) string {
	if n.stamps == nil {
		return text
	}
	return versions.ReplaceAllString(text, "$1*}}")
}

// hide puts names in the place of values.
func (n *names) hide(text string) string {
	text = times.ReplaceAllStringFunc(text, func(at string) string {
		if strings.HasPrefix(at, n.now().Format("2006-01-02T15:04:")) {
			return "{{now}}"
		}
		return "{{earlier}}"
	})
	if n.stamps != nil {
		text = n.stamps.ReplaceAllString(text, "{{its-now}}")
	}
	for value, name := range n.names {
		text = strings.ReplaceAll(text, value, "{{"+name+"}}")
	}
	return n.blur(text)
}

// fill puts values in the place of names.
func (n *names) fill(text string) string {
	for name, value := range n.values {
		text = strings.ReplaceAll(text, "{{"+name+"}}", value)
	}
	return text
}
