package mappings

import (
	"path"
	"regexp"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// File is an app file: read, checked against the SCIM schemas, and not yet compiled.
type File struct {
	App       string
	Path      string     // where it is served: /hr/scim/v2 unless the file says otherwise
	Namespace string     // seed of derived ids; outlives a change of App
	Connector yamlx.Node // which only the connector understands
	Settings  Settings

	resources []*resourceDef
}

// Read checks an app file against the SCIM schemas; it needs no connection. Every finding comes at once.
func Read(src yamlx.Node) (*File, diag.List) {
	var found diag.List
	r := yamlx.Read(src, "mapping", &found)
	f := &File{App: needText(r, "app", &found).Text()}
	if f.App != "" && !isAppName(f.App) {
		found.Add(r.Get("app").Finding("mapping/app-name", "", "an app's name is lower-case letters, digits, - and _"))
	}
	f.Path = strings.TrimSuffix(r.Text("path", "/"+f.App+"/scim/v2"), "/")
	if n := r.Get("path"); !n.IsMissing() && (!plainPath.MatchString(f.Path) || path.Clean(f.Path) != f.Path) {
		found.Add(n.Finding("mapping/path", "", "a path is made of plain segments, such as /hr/scim/v2"))
	}
	f.Namespace = r.Text("id_namespace", f.App)
	f.Connector = r.Need("connector")
	settings, own, resources := r.Get("scim"), r.Get("schemas"), r.Need("resources")
	r.Close()
	types := needEntries(resources, &found)
	schemas := customSchemas{types: entryNames(types), found: &found}.read(own)
	for _, e := range types {
		if d := readResource(e, schemas, &found); d != nil {
			f.resources = append(f.resources, d)
		}
	}
	f.Settings = readSettings(settings, f.typeNames(), &found)
	f.checkTypes(&found)
	f.link(&found)
	return f, found
}

// plainPath allows no characters that mean something to a router or to a URL.
var plainPath = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)+$`)

func isAppName(s string) bool {
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// resource finds the definition of a resource type, nil when the file has none.
func (f *File) resource(name string) *resourceDef {
	for _, d := range f.resources {
		if d.name == name {
			return d
		}
	}
	return nil
}

// Derived lists the resource types of which some ids follow from Namespace and the key alone.
func (f *File) Derived() []string {
	var list []string
	for _, d := range f.resources {
		if d.identity == "derived" || d.identity == "field" {
			list = append(list, d.name)
		}
	}
	return list
}

// typeNames lists the resource types of the file.
func (f *File) typeNames() []string {
	list := make([]string, len(f.resources))
	for i, d := range f.resources {
		list[i] = d.name
	}
	return list
}
