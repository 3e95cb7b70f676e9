package httpapi

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/gateway"
)

// speller gives paths their canonical spelling before they are routed: clients double slashes, add one at the end
// and change the letter case. Ids stay as they are.
type speller struct {
	apps []spelling
}

// spelling is one app's path and the names that can follow it.
type spelling struct {
	path     string
	segments []string
	names    []string
}

func newSpeller(r *gateway.Runtime) speller {
	var s speller
	for _, app := range r.Apps {
		names := []string{"ServiceProviderConfig", "ResourceTypes", "Schemas", "Me", "Bulk", ".search"}
		for _, e := range app.Endpoints {
			names = append(names, strings.TrimPrefix(e.Mapping.Type().Endpoint, "/"))
		}
		s.apps = append(s.apps, spelling{app.Path, segments(app.Path), names})
	}
	// Where one app's path begins with another's, the longer one is meant.
	slices.SortFunc(s.apps, func(a, b spelling) int { return len(b.segments) - len(a.segments) })
	return s
}

// canonical respells an escaped path; one that is no app's comes back as it is.
func (s speller) canonical(escaped string) string {
	segs := segments(escaped)
	for _, app := range s.apps {
		n := len(app.segments)
		if len(segs) < n || !slices.EqualFunc(app.segments, segs[:n], strings.EqualFold) {
			continue
		}
		rest := slices.Clone(segs[n:])
		if len(rest) > 0 {
			rest[0] = respell(rest[0], app.names)
		}
		if len(rest) == 2 {
			rest[1] = respell(rest[1], []string{".search"})
		}
		return strings.Join(append([]string{app.path}, rest...), "/")
	}
	return escaped
}

func respell(s string, names []string) string {
	for _, name := range names {
		if strings.EqualFold(s, name) {
			return name
		}
	}
	return s
}

func segments(path string) []string {
	return slices.DeleteFunc(strings.Split(path, "/"), func(s string) bool { return s == "" })
}
