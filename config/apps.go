package config

import "github.com/scimgate/scimgate/internal/yamlx"

// apps reads the list of app files, each a path or {file, connector, calls, holds}. raw is the same list with its references
// unresolved: an overlay is resolved once it lies over the app file's own block.
func (l *loader) apps(n, raw yamlx.Node) []App {
	var apps []App
	for i, item := range l.list(n, "apps") {
		if item.IsScalar() {
			if item.Text() == "" {
				l.found.Add(item.Finding("config/type", "", "expected the path of an app file"))
			}
			apps = append(apps, App{File: item.Text(), At: item})
			continue
		}
		s := l.section("apps.", item)
		app := App{File: s.needText("file"), At: item}
		if over := s.Get("connector"); !over.IsMissing() && !over.IsMap() {
			l.found.Add(over.Finding("config/not-a-map", "", `"connector" must be a mapping that overlays the app file's block`))
		}
		app.Connector = raw.Items()[i].Get("connector")
		calls := s.under("calls")
		app.calls = calls.Node()
		l.calls(calls, Calls{})
		app.Holds = l.holds(s.under("holds"))
		s.end()
		apps = append(apps, app)
	}
	return apps
}
