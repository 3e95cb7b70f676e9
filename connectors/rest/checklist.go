package rest

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
)

// checkList reports a list of everything that asks for something.
func (c *collection) checkList(found *diag.List) {
	l := c.list
	if names := l.names(); len(names) > 0 {
		found.Add(c.place(l.operation).Finding("rest/list", `where it has to, it is a "find"`, "a list of everything has no value for {%s}", strings.Join(names, "} and {")))
	}
	c.checkListing(l, found)
}

// checkFind reports a find that does not use what it is asked for.
func (c *collection) checkFind(l *listing, found *diag.List) {
	f := l.find
	known, needed := []string{valueName}, []string{valueName}
	switch {
	case len(f.all) > 0:
		known, needed = f.all, f.all
	case len(f.fields) == 1:
		known, needed = append(known, f.fields[0]), nil // which is sent by its name where nothing uses it
	}
	l.check(known, known, found)
	if left := without(needed, l.names()); len(left) > 0 {
		found.Add(l.node.Finding("rest/find", "", "the call does not say what is looked for: it has no {%s}", strings.Join(left, "} and no {")))
	}
	c.checkListing(l, found)
}

// checkListing reports what nobody could tell of the records of a list.
func (c *collection) checkListing(l *listing, found *diag.List) {
	for _, name := range l.lacks {
		told := len(l.legs) > 0 && !slices.ContainsFunc(l.legs, func(g leg) bool {
			_, has := g.set[name]
			return !has && (!g.all || l.find != nil) // of a find the part that is everything is asked
		})
		switch {
		case l.find.tells(name):
		case slices.Contains(c.key, name):
			found.Add(c.place(l.operation).Finding("rest/lacks", "", "a list without %s, which is part of the key, is of no use", name))
		case c.read == nil && !told:
			found.Add(c.place(l.operation).Finding("rest/lacks", "", `the list lacks %s, and there is no "read" that has it`, name))
		}
	}
	c.checkLegs(l, found)
}

// checkLegs reports parts of a list that do not say the same of their records.
func (c *collection) checkLegs(l *listing, found *diag.List) {
	for _, g := range l.legs {
		for _, p := range g.query {
			found.Add(p.value.Check(nil)...)
		}
		if g.all && len(g.set) > 0 {
			found.Add(g.node.Finding("rest/legs", "", `what is in a part with "all" has no values of its own to "set"`))
		}
		for _, name := range sortedNames(l.legs[0].set) {
			if _, has := g.set[name]; !has && !g.all {
				found.Add(g.node.Finding("rest/legs", "", "this part does not set %s as the first does", name))
			}
		}
	}
}
