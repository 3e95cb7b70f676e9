package mappings_test

import (
	"fmt"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

func (f *fixture) read(resourceType, _ string, input []byte) string {
	return printResource(f.resource(resourceType, input))
}

func (f *fixture) create(resourceType, _ string, input []byte) string {
	r, err := f.canonical(resourceType, string(input))
	if err != nil {
		return failure(err)
	}
	return changed(f.mappings[resourceType].Insert(f.t.Context(), r, fakeIDs{}, noon))
}

func (f *fixture) patch(resourceType, name string, input []byte) string {
	m := f.mappings[resourceType]
	own, rows, err := f.operations(resourceType, string(input))
	if err != nil {
		return failure(err)
	}
	before := f.resource(resourceType, section(f.archive, resourceType+".record "+name))
	after, touched, err := patch.Apply(m.Type(), before, own)
	if err != nil {
		return failure(err)
	}
	return changed(m.Changes(f.t.Context(), before, after, touched, rows, fakeIDs{}, noon))
}

func (f *fixture) put(resourceType, name string, input []byte) string {
	m := f.mappings[resourceType]
	after, err := f.canonical(resourceType, string(input))
	if err != nil {
		return failure(err)
	}
	before := f.resource(resourceType, section(f.archive, resourceType+".record "+name))
	touched := schema.Paths{}
	for p := range m.Type().Attributes() {
		if _, ok := after.Get(p.Attr.Name); ok && p.Extension == nil {
			touched[p] = true
		}
	}
	return changed(m.Changes(f.t.Context(), before, after, touched, nil, fakeIDs{}, noon))
}

func changed(c connectors.Change, err error) string {
	if err != nil {
		return failure(err)
	}
	return printChange(c)
}

func (f *fixture) plans(resourceType, _ string, input []byte) string {
	var b strings.Builder
	for line := range strings.Lines(string(input)) {
		line = strings.TrimSpace(line)
		fmt.Fprintf(&b, "%s\n", line)
		x, err := f.filter(resourceType, line)
		if err != nil {
			b.WriteString("  " + failure(err))
			continue
		}
		p, err := f.mappings[resourceType].Plan(f.t.Context(), x, fakeIDs{})
		switch {
		case err != nil:
			b.WriteString("  " + failure(err))
		case p.ByKeys:
			fmt.Fprintf(&b, "  keys %v\n", p.Keys)
		default:
			fmt.Fprintf(&b, "  where %s\n", printPredicate(p.Where))
		}
		if p.Residual != nil {
			fmt.Fprintf(&b, "  residual %s\n", filter.Print(p.Residual))
		}
	}
	return b.String()
}

func (f *fixture) schema(resourceType, _ string, _ []byte) string {
	return printAttributes(f.mappings[resourceType].Type())
}

func (f *fixture) spec(resourceType, _ string, _ []byte) string {
	return printSpec(f.file.Specs()[resourceType])
}

func (f *fixture) delete(resourceType, _ string, _ []byte) string {
	return changed(f.mappings[resourceType].Removal(noon))
}
