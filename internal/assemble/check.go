package assemble

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/shapefile"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Checks says how far a check goes.
type Checks struct {
	Live bool // connect, and compare with the applications as they are
	Save bool // with Live: keep what they look like beside the app files, for the next check without Live
}

// Check finds everything about cfg that serving would meet. It writes nothing but what Save asks for.
func Check(ctx context.Context, cfg *config.Config, c Checks) diag.List {
	apps, found := readApps(cfg.Apps)
	found.Add(grants(cfg.Clients, apps)...)
	_, more := certificate(cfg.TLS)
	found.Add(more...)
	for _, a := range apps {
		found.Add(a.check(ctx, config.Environment(cfg.Dir), c)...)
	}
	return found.Sorted()
}

// CheckApps is Check for app files alone. Their relative references begin in their own folders.
func CheckApps(ctx context.Context, files []string, c Checks) diag.List {
	list := make([]config.App, len(files))
	for i, file := range files {
		list[i].File = file
	}
	apps, found := readApps(list)
	for _, a := range apps {
		found.Add(a.check(ctx, config.Environment(filepath.Dir(a.App.File)), c)...)
	}
	return found.Sorted()
}

func (a *app) check(ctx context.Context, resolve config.Resolver, c Checks) diag.List {
	if !c.Live {
		block, missing := yamlx.Expand(a.block, resolve)
		return append(a.checkBlock(ctx, block, missing), a.checkFields(block, missing)...)
	}
	l, found := a.connect(ctx, resolve, watch{})
	if c.Save && !found.HasErrors() {
		if err := shapefile.Save(shapefile.Path(a.App.File, a.Name()), l.shapes); err != nil {
			found.Add(a.whole("app/shape", "the shape cannot be saved: %v", err))
		}
	}
	if err := l.close(); err != nil {
		found.Add(a.whole("app/connector", "the connector does not close: %v", err))
	}
	return found
}

// checkBlock lets the connector read its block, which connects to nothing. A reference that leads nowhere is a
// warning: an app file may be checked where its secrets are not.
func (a *app) checkBlock(ctx context.Context, block yamlx.Node, missing diag.List) diag.List {
	if a.block.IsMissing() { // which is found already
		return nil
	}
	if missing.HasErrors() {
		found := slices.Clone(missing)
		for i := range found {
			found[i].Severity = diag.Warning
		}
		return a.quote(append(found, a.checkUse()...))
	}
	connector, found := registry(a.care(watch{}).around).Open(ctx, block)
	found.Add(a.checkUse()...)
	if connector != nil {
		if err := connector.Close(); err != nil {
			found.Add(a.whole("app/connector", "the connector does not close: %v", err))
		}
	}
	return a.quote(found)
}

// checkUse compares the block with what the rest of the app file makes of it.
func (a *app) checkUse() diag.List {
	check := kinds()[a.block.Get("type").Text()].check
	if check == nil {
		return nil
	}
	return check(a.block, a.Specs())
}

// checkFields compiles against the shapes that the block tells or that were saved, or with every field taken on trust.
// What is missing from the block is not held against it.
func (a *app) checkFields(block yamlx.Node, missing diag.List) diag.List {
	if describe := kinds()[block.Get("type").Text()].describe; describe != nil {
		specs := a.Specs()
		shapes, found := describe(block, specs)
		found = slices.DeleteFunc(found, func(f diag.Finding) bool {
			return slices.ContainsFunc(missing, func(m diag.Finding) bool { return m.Pos == f.Pos })
		})
		_, more := a.Compile(shapes)
		return a.quote(append(found, unsaid(more, len(shapes) < len(specs))...))
	}
	var found diag.List
	shapes, err := shapefile.Load(shapefile.Path(a.App.File, a.Name()))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		found.Add(a.whole("app/shape", "the saved shape cannot be used: %v", err))
	}
	_, more := a.Compile(shapes)
	return append(found, more...)
}
