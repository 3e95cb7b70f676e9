package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// readPrimary reads `primary: first`, for rows that say it by their order alone.
func (d *resourceDef) readPrimary(rows *rowsDef, p schema.Path, n yamlx.Node, found *diag.List) {
	if n.IsMissing() {
		return
	}
	sub := p.Attr.Lookup("primary")
	switch {
	case n.Text() != "first":
		found.Add(n.Finding("mapping/value", diag.Suggest(n.Text(), []string{"first"}), `"primary" is first; a field of it goes under "each"`))
	case sub == nil:
		found.Add(n.Finding("mapping/unknown-attribute", "", "%s has no sub-attribute \"primary\"", p.Attr.Name))
	case rows.cell("primary") != nil:
		found.Add(n.Finding("mapping/duplicate", "", "primary has a rule already"))
	case rows.large:
		found.Add(n.Finding("mapping/rows", "", "large rows have no first one"))
	default:
		rows.first = true
		rows.cells = append(rows.cells, &cellDef{
			at: schema.Path{Extension: p.Extension, Attr: p.Attr, Sub: sub}, node: n, where: cellScope{relation: rows.relation, joins: rows.joins}, first: true,
		})
	}
}

// inOrder puts rows in the order in which they will be read: those that were there as they were, and behind them new ones,
// the primary one first. primary is what the request says of each. That another row than the first is to be primary
// cannot be stored.
func (p *projector) inOrder(r *rows, list []connectors.Row, primary map[int]bool) ([]connectors.Row, error) {
	var was []connectors.Row
	if p.was != nil {
		was = p.was.rows[r.relation]
	}
	type ranked struct {
		row     connectors.Row
		rank    int
		primary bool
	}
	all := make([]ranked, len(list))
	for i, row := range list {
		at := slices.IndexFunc(was, func(w connectors.Row) bool { return w.Key == row.Key && row.Key != "" })
		if at < 0 {
			at = len(was) + 1
			if primary[i] {
				at--
			}
		}
		all[i] = ranked{row, at, primary[i]}
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return a.rank - b.rank })
	out := make([]connectors.Row, len(all))
	for i, x := range all {
		if x.primary && i > 0 {
			return nil, scim.BadRequest(scim.InvalidValue, "the first of %s is the primary one here, and cannot be another", r.at)
		}
		out[i] = x.row
	}
	return out, nil
}
