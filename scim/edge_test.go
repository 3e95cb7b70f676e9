package scim

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEdgeGrantsAndCounts(t *testing.T) {
	edge := &Edge{Strict: map[Tolerance]bool{OpCase: true, NumberText: false}}
	for _, ask := range []struct {
		tolerance Tolerance
		want      bool
	}{
		{BooleanText, true}, {OpCase, false}, {BooleanText, true}, {NumberText, true}, {OpCase, false},
	} {
		if got := edge.Allows(ask.tolerance); got != ask.want {
			t.Errorf("Allows(%s) is %v", ask.tolerance, got)
		}
	}
	if diff := cmp.Diff(map[Tolerance]int{BooleanText: 2, NumberText: 1}, edge.Used); diff != "" {
		t.Errorf("used (-want +got):\n%s", diff)
	}
}

func TestNilEdgeToleratesNothing(t *testing.T) {
	var edge *Edge
	if edge.Allows(BooleanText) {
		t.Error("it does")
	}
}

func TestWhatIsOffByDefaultIsGrantedOnlyWhereItIsSaid(t *testing.T) {
	for _, r := range Tolerances() {
		if got := (&Edge{}).Grants(r.Tolerance); got == r.OptIn() {
			t.Errorf("without a word %s is granted: %v", r.Tolerance, got)
		}
		for _, off := range []bool{true, false} {
			if got := (&Edge{Strict: map[Tolerance]bool{r.Tolerance: off}}).Grants(r.Tolerance); got == off {
				t.Errorf("%s, switched off: %v, is granted: %v", r.Tolerance, off, got)
			}
		}
	}
}

func TestEdgeKeepsTheFirstNamesThatWereDropped(t *testing.T) {
	edge := &Edge{Strict: map[Tolerance]bool{UnmappedDropped: true}}
	if edge.Drops(UnmappedDropped, "title") || edge.Dropped != nil {
		t.Errorf("what is not granted is noted: %v", edge.Dropped)
	}
	for i := range 2 * maxDropped {
		edge.Drops(UnknownDropped, "a"+strconv.Itoa(i))
		edge.Drops(UnknownDropped, "A0")
	}
	if len(edge.Dropped) != maxDropped || edge.Dropped[1] != "a1" || edge.Used[UnknownDropped] != 4*maxDropped {
		t.Errorf("dropped %v, used %v", edge.Dropped, edge.Used)
	}
}

func TestThePartsOfARequestAreCountedTogetherAndDropByThemselves(t *testing.T) {
	whole := &Edge{Strict: map[Tolerance]bool{OpCase: true}}
	for _, name := range []string{"a", "b"} {
		part := whole.Part()
		if part.Allows(OpCase) || !part.Drops(UnmappedDropped, name) {
			t.Error("a part is not as strict as the whole")
		}
		if diff := cmp.Diff([]string{name}, part.Dropped); diff != "" {
			t.Errorf("dropped (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(map[Tolerance]int{UnmappedDropped: 2}, whole.Used); diff != "" {
		t.Errorf("used (-want +got):\n%s", diff)
	}
	var none *Edge
	if none.Part() != nil {
		t.Error("a part of nothing tolerates something")
	}
}
