package assemble

import (
	"context"
	"maps"
	"slices"
	"strings"

	"go.uber.org/zap"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/adminapi"
	"github.com/scimgate/scimgate/internal/diag"
)

// watchLosses is what bounds the losses of the app; nil: nothing does. What they refuse is counted, and logged where a hold begins.
func (a *app) watchLosses(w watch) *gateway.Holds {
	if a.Holds == nil {
		return nil
	}
	h := &gateway.Holds{Window: a.Holds.Window, Limits: map[correlation.Loss]gateway.HoldLimit{}}
	for kind, limit := range a.Holds.Limits {
		h.Limits[correlation.Loss(kind)] = gateway.HoldLimit{Count: limit.Count, Percent: limit.Percent}
	}
	if w.metrics != nil {
		h.Refused = func(s correlation.Scope, kind correlation.Loss, began bool) {
			w.metrics.Held(s.App, string(kind))
			if began {
				w.log.Warn("there are too many writes of a kind: they are held until somebody approves them with `gateway holds approve`",
					zap.String("app", s.App), zap.String("type", s.Type), zap.String("kind", string(kind)))
			}
		}
	}
	return h
}

// checkHolds reports limits that bound nothing.
func (l *live) checkHolds() diag.List {
	if l.Holds == nil {
		return nil
	}
	var found diag.List
	endpoints := l.runtime(shared{}).Endpoints
	for _, kind := range slices.Sorted(maps.Keys(l.Holds.Limits)) {
		limit := l.Holds.Limits[kind]
		var counted []string
		for _, name := range slices.Sorted(maps.Keys(endpoints)) {
			for _, one := range endpoints[name].Losing(correlation.Loss(kind)) {
				counted = append(counted, one.Scope.Type)
			}
		}
		if len(counted) == 0 {
			found.Add(limit.At.Warning("app/holds", "", "%q has no effect: no resource of %s can lose anything in this way", kind, l.Name()))
		} else if limit.Percent > 0 {
			found.Add(l.checkPercent(limit, counted)...)
		}
	}
	return found
}

// checkPercent reports a percentage of what the application cannot count.
func (l *live) checkPercent(limit config.HoldLimit, types []string) diag.List {
	slices.Sort(types)
	types = slices.DeleteFunc(slices.Compact(types), func(name string) bool { return l.shapes[name].Total })
	if len(types) == 0 {
		return nil
	}
	rest := "the count alone stands"
	if limit.Count < 0 {
		rest = "nothing is held"
	}
	return diag.List{limit.At.Get("percent").Warning("app/holds", "", "the application cannot say how many records it has of %s: %s", strings.Join(types, ", "), rest)}
}

// held are the holds that there are of the app's writes.
func (l *live) held(store correlation.Store) func(ctx context.Context) ([]adminapi.Hold, error) {
	return func(ctx context.Context) ([]adminapi.Hold, error) {
		held := []adminapi.Hold{}
		for _, name := range slices.Sorted(maps.Keys(l.mappings)) {
			tallies, err := store.Tallies(ctx, l.scope(name))
			if err != nil {
				return nil, err
			}
			for _, t := range tallies {
				if !t.Held.IsZero() && l.losing.Limited(t.Kind) {
					held = append(held, adminapi.Hold{Type: name, Kind: string(t.Kind), Since: t.Held.UTC(), Refused: t.Refused})
				}
			}
		}
		return held, nil
	}
}
