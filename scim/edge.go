package scim

import (
	"slices"
	"strings"
)

// Edge is what one app tolerates during one request, and what the request made use of. A nil Edge tolerates
// nothing. It is not safe for concurrent use.
type Edge struct {
	// Strict says of tolerances whether they are switched off. One that it does not mention is as it is by default.
	Strict  map[Tolerance]bool
	Used    map[Tolerance]int
	Dropped []string // names of attributes that were passed over, as they were sent; the first of them
}

// Grants reports whether t is granted, for what may yet turn out not to need it.
func (e *Edge) Grants(t Tolerance) bool {
	if e == nil {
		return false
	}
	off, said := e.Strict[t]
	return said && !off || !said && !t.OptIn()
}

// Allows reports whether t is granted, and notes that it was needed.
func (e *Edge) Allows(t Tolerance) bool {
	if !e.Grants(t) {
		return false
	}
	if e.Used == nil {
		e.Used = map[Tolerance]int{}
	}
	e.Used[t]++
	return true
}

// Part is an edge for one of several operations of the request: what that makes use of counts for e as well, what it
// drops is its own.
func (e *Edge) Part() *Edge {
	if e == nil {
		return nil
	}
	if e.Used == nil {
		e.Used = map[Tolerance]int{}
	}
	return &Edge{Strict: e.Strict, Used: e.Used}
}

// maxDropped is how many names an Edge keeps: enough to find out what a client sends in vain.
const maxDropped = 20

// Drops reports whether the attribute called name may be passed over because t is granted, and notes both.
func (e *Edge) Drops(t Tolerance, name string) bool {
	if !e.Allows(t) {
		return false
	}
	known := slices.ContainsFunc(e.Dropped, func(n string) bool { return strings.EqualFold(n, name) })
	if !known && len(e.Dropped) < maxDropped {
		e.Dropped = append(e.Dropped, name)
	}
	return true
}
