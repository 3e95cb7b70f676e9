package chaos

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

// places are all the points that a gateway in front of these apps has.
func places(apps []*app) []string {
	all := append([]string{"store statement"}, around[correlation.Store]("store")...)
	for _, a := range apps {
		for _, e := range a.entities {
			all = append(all, around[connectors.Entity](a.name+"."+e)...)
		}
		if a.calls == "request" {
			all = append(all, a.name+" request before", a.name+" request after")
		} else {
			all = append(all, a.name+" statement")
		}
	}
	return all
}

// around are the points around the calls of an interface.
func around[T any](name string) (points []string) {
	for m := range reflect.TypeFor[T]().Methods() {
		if m.Type.NumIn() > 0 && m.Type.In(0) == reflect.TypeFor[context.Context]() {
			points = append(points, name+"."+m.Name+" before", name+"."+m.Name+" after")
		}
	}
	return points
}

type (
	ready interface {
		Ready(ctx context.Context) error
	}
	rows      interface{ Rows(ctx context.Context) }
	givesBack interface{ GiveBack(ctx context.Context) }
)

// outOfReach are the points that no operation of an identity provider here comes by, and why.
func outOfReach() map[string][]string {
	return map[string][]string{
		"no application here has its lists written as a whole":     around[correlation.Leases]("store"),
		"nothing is limited here":                                  around[correlation.Holds]("store"),
		"operators ask for it":                                     append(around[correlation.Ledger]("store"), around[ready]("store")...),
		"no reference here is parked":                              around[correlation.Parking]("store"),
		"every externalId here has a field":                        around[correlation.Names]("store"),
		"people have no large attribute":                           slices.Concat(around[rows]("hr.employees"), around[rows]("helpdesk.agents"), around[rows]("staff.staff")),
		"a create that goes on with another is never refused here": around[givesBack]("store"),
	}
}

// reachable are the places that operations come by.
func reachable(apps []*app) []string {
	beyond := slices.Concat(slices.Collect(maps.Values(outOfReach()))...)
	return slices.DeleteFunc(places(apps), func(point string) bool { return slices.Contains(beyond, point) })
}
