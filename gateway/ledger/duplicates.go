package ledger

import (
	"hash/maphash"

	"github.com/scimgate/scimgate/scim/schema"
)

// set holds which texts there were by eight bytes of each, so that millions of records fit. What it takes for known has
// to be asked for, what it does not is new.
type set struct {
	seed maphash.Seed
	sums map[uint64]struct{}
}

func newSet() set { return set{maphash.MakeSeed(), map[uint64]struct{}{}} }

func (s set) has(text string) bool {
	_, known := s.sums[maphash.String(s.seed, text)]
	return known
}

// add reports whether text was there already, as far as s can tell.
func (s set) add(text string) (again bool) {
	sum := maphash.String(s.seed, text)
	_, again = s.sums[sum]
	s.sums[sum] = struct{}{}
	return again
}

// values are those of one attribute that accounts are recognised by.
type values struct {
	at    schema.Path
	seen  set
	again map[string]string // what came more than once, in the form in which equal values are equal texts: one of them
}

func newValues(at schema.Path) *values {
	return &values{at, newSet(), map[string]string{}}
}

func (v *values) add(value string) {
	if value == "" {
		return
	}
	same := v.at.Leaf().Comparison().Apply(value)
	if v.seen.add(same) {
		v.again[same] = value
	}
}
