package scim

import (
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
