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

// What a part of an interface is called.
type (
	operators interface {
		Ready(ctx context.Context) error
		Approve(ctx context.Context)
		Tallies(ctx context.Context)
	}
	rows      interface{ Rows(ctx context.Context) }
	vouches   interface{ Vouch(ctx context.Context) }
	givesBack interface{ GiveBack(ctx context.Context) }
)

// outOfReach are the points that no operation of an identity provider here comes by, and why.
func outOfReach() map[string][]string {
	none := []string{}
	for _, entity := range []string{"hr.employees", "helpdesk.agents", "staff.staff", "guests.staff", "tenants.staff"} {
		none = append(none, around[rows](entity)...)
	}
	return map[string][]string{
		"people have no large attribute":                           none,
		"no application here has its lists written as a whole":     around[correlation.Leases]("store"),
		"no reference here is parked":                              around[correlation.Parking]("store"),
		"the store is never away here":                             around[vouches]("store"),
		"a create that goes on with another is never refused here": around[givesBack]("store"),
		"operators ask for it":                                     slices.Concat(around[operators]("store"), around[correlation.Ledger]("store")),
	}
}

// reachable are the places that operations come by.
func reachable(apps []*app) []string {
	beyond := slices.Concat(slices.Collect(maps.Values(outOfReach()))...)
	return slices.DeleteFunc(places(apps), func(point string) bool { return slices.Contains(beyond, point) })
}
