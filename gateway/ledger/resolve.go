package ledger

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/scim/schema"
)

// attribute is one that accounts of a type are recognised by.
type attribute struct {
	of *gateway.Endpoint
	by schema.Path
}

// resolve finds the records that rows are about, and leaves out the rows that are about none or not about one. The links
// of deleted accounts need no record.
func (i *importing) resolve(ctx context.Context, rows []row) ([]row, error) {
	byKey, byValue := map[account]gateway.Account{}, map[attribute]map[string][]gateway.Account{}
	for _, e := range i.types {
		if err := i.ask(ctx, e, rows, byKey, byValue); err != nil {
			return nil, err
		}
	}
	var found []row
	for _, r := range rows {
		if r.link.Buried {
			found = append(found, r)
			continue
		}
		if f, wrong := i.settle(&r, byKey, byValue); wrong {
			i.found.Add(f)
			continue
		}
		i.linked[account{r.of, r.link.Key}] = r.at.Line
		found = append(found, r)
	}
	return found, nil
}

// ask asks the application for all records of a type that rows are about.
func (i *importing) ask(
	ctx context.Context, e *gateway.Endpoint, rows []row, byKey map[account]gateway.Account, byValue map[attribute]map[string][]gateway.Account,
) error {
	var keys []connectors.Key
	var values []string
	var at attribute
	for _, r := range rows {
		switch {
		case r.of != e || r.link.Buried:
		case r.link.Key != "":
			keys = append(keys, r.link.Key)
		default:
			at = attribute{e, r.by}
			values = append(values, r.match)
		}
	}
	accounts, err := e.AccountsAt(ctx, keys)
	if err != nil {
		return err
	}
	for k, a := range accounts {
		byKey[account{e, k}] = a
	}
	if len(values) > 0 {
		byValue[at], err = i.with(ctx, at, values)
	}
	return err
}

// with finds accounts by their values. Where the application cannot be asked for some it is read once for the whole file.
func (i *importing) with(ctx context.Context, at attribute, values []string) (map[string][]gateway.Account, error) {
	if all, ok := i.walked[at]; ok {
		return all, nil
	}
	can, err := at.of.Finds(ctx, at.by)
	if err != nil || can {
		if err != nil {
			return nil, err
		}
		return with(ctx, at.of, at.by, values)
	}
	values = nil
	for _, r := range i.rows {
		if r.of == at.of && r.link.Key == "" {
			values = append(values, r.match)
		}
	}
	i.walked[at], err = at.of.AccountsWith(ctx, at.by, values)
	return i.walked[at], err
}

// settle gives r the key of its record, or says why it has none.
func (i *importing) settle(r *row, byKey map[account]gateway.Account, byValue map[attribute]map[string][]gateway.Account) (f diag.Finding, isWrong bool) {
	if r.link.Key == "" {
		accounts := byValue[attribute{r.of, r.by}][r.match]
		switch len(accounts) {
		case 0:
			return wrong(r.at, "import/not-found", "", "the application has no account whose %s is this", r.by), true
		case 1:
			r.link.Key = accounts[0].Key
		default:
			return wrong(r.at, "import/ambiguous", "", "%d accounts of the application have this %s", len(accounts), r.by), true
		}
	} else {
		a, there := byKey[account{r.of, r.link.Key}]
		if !there {
			return wrong(r.at, "import/not-found", "", "the application has no account with this key"), true
		}
		if r.match != "" && !r.by.Leaf().Comparison().Equal(a.Match[slices.Index(r.of.Mapping.Match(), r.by)], r.match) {
			return wrong(r.at, "import/other-account", "", "the account with this key has another %s", r.by), true
		}
	}
	if line, twice := i.linked[account{r.of, r.link.Key}]; twice {
		return wrong(r.at, "import/twice", "", "line %d is about the same account", line), true
	}
	if r.of.Scope.Identity == correlation.ByKey && r.link.ID != "" && r.link.ID != string(r.link.Key) {
		return wrong(r.at, "import/identity", "", "the id of a %s is its key", r.of.Scope.Type), true
	}
	return diag.Finding{}, false
}
