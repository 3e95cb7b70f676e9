package assemble

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
)

// app is one app file, read.
type app struct {
	config.App
	*mappings.File
	root  yamlx.Node
	block yamlx.Node // of the connector, overlaid; references are not yet resolved
}

// readApps reads every app file; those that could not be read are left out. Names and paths are unique among them.
func readApps(list []config.App) ([]*app, diag.List) {
	var found diag.List
	var apps []*app
	for _, c := range list {
		a, more := readApp(c)
		found.Add(more...)
		if a == nil {
			continue
		}
		for _, other := range apps {
			found.Add(a.beside(other)...)
		}
		apps = append(apps, a)
	}
	return apps, found
}

// beside reports what a and an app before it cannot both have.
func (a *app) beside(other *app) diag.List {
	if other.Name() == a.Name() {
		return diag.List{a.whole("app/duplicate", "the app %s is in %s already", a.Name(), other.App.File)}
	}
	found := a.sameIDs(other)
	if within(a.Path, other.Path) || within(other.Path, a.Path) {
		found.Add(a.whole("app/path", "%s and %s of %s lie within each other", a.Path, other.Path, other.App.File))
	}
	return found
}

// sameIDs reports the resource types of which a and other would give one id to different records.
func (a *app) sameIDs(other *app) diag.List {
	if a.Namespace != other.Namespace {
		return nil
	}
	said, by := a, other // the one of them that is not simply called so
	if said.root.Get("id_namespace").IsMissing() {
		said, by = other, a
	}
	at := said.root.Get("id_namespace")
	var found diag.List
	for _, name := range a.Derived() {
		if slices.Contains(other.Derived(), name) {
			found.Add(at.Finding("app/id-namespace", "", "%s derives ids of a %s from %q too: different records would have the same id", by.App.File, name, a.Namespace))
		}
	}
	return found
}

func readApp(c config.App) (*app, diag.List) {
	src, err := os.ReadFile(c.File)
	if err != nil {
		f := c.At.Finding("app/unreadable", "", "%s: %v", c.File, reason(err))
		if c.At.IsMissing() {
			f.Pos.File = c.File
		}
		return nil, diag.List{f}
	}
	root, found := yamlx.Parse(c.File, src)
	if root.IsMissing() {
		return nil, found
	}
	file, more := mappings.Read(root)
	found.Add(more...)
	for _, e := range root.Entries() {
		if e.Name != "resources" { // where a password is the name of a field
			found = yamlx.Conceal(e.Value, found)
		}
	}
	if file == nil || file.App == "" {
		return nil, found
	}
	return &app{App: c, File: file, root: root, block: yamlx.Overlay(file.Connector, c.Connector)}, found
}

// quote shows the lines that a connector's findings are about, but for those with a secret of its block, overlaid
// ones included.
func (a *app) quote(found diag.List) diag.List {
	found = yamlx.Quote(a.root, yamlx.Quote(a.App.Connector, found))
	return yamlx.Conceal(a.File.Connector, yamlx.Conceal(a.App.Connector, found))
}

// Name is the app's name.
func (a *app) Name() string { return a.File.App }

// whole is a finding about the app file as a whole.
func (a *app) whole(code, format string, args ...any) diag.Finding {
	f := a.At.Finding(code, "", format, args...)
	if a.At.IsMissing() {
		f.Pos.File = a.App.File
	}
	return f
}

// grants compares what clients may use with the apps that exist.
func grants(clients []config.Client, apps []*app) diag.List {
	var names []string
	for _, a := range apps {
		names = append(names, a.Name())
	}
	var found diag.List
	for _, c := range clients {
		for _, g := range c.Grants {
			if !slices.Contains(names, g.App) {
				found.Add(g.At.Finding("config/unknown-app", diag.Suggest(g.App, names), "no app file has the name %q", g.App))
			}
		}
	}
	return found
}

// within reports whether path is base or lies below it.
func within(path, base string) bool {
	path, base = strings.ToLower(path), strings.ToLower(base) // as requests are routed
	return path == base || strings.HasPrefix(path, strings.TrimSuffix(base, "/")+"/")
}

// reason is a file error without its path, which the finding shows already.
func reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
