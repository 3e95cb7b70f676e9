package scim

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// names lists the attributes of o in order.
func names(o *Object) []string {
	var list []string
	for name := range o.All() {
		list = append(list, name)
	}
	return list
}

func TestObjectKeepsAttributesInOrder(t *testing.T) {
	o := NewObject("b", "1", "a", int64(2))
	o.Grow(2)
	o.Set("c", true)
	o.Set("b", "changed")
	o.Append("d", 1.5)
	if diff := cmp.Diff([]string{"b", "a", "c", "d"}, names(o)); diff != "" {
		t.Errorf("attributes (-want +got):\n%s", diff)
	}
	if got := o.Text("b"); got != "changed" {
		t.Errorf("a second Set gives %q", got)
	}
	o.Delete("a")
	o.Delete("nothing")
	if diff := cmp.Diff([]string{"b", "c", "d"}, names(o)); diff != "" {
		t.Errorf("attributes after Delete (-want +got):\n%s", diff)
	}
	if o.Len() != 3 {
		t.Errorf("Len is %d", o.Len())
	}
}

func TestNewObjectSetsTheLaterOfTwoValues(t *testing.T) {
	if o := NewObject("a", "1", "a", "2"); o.Len() != 1 || o.Text("a") != "2" {
		t.Errorf("it is %s", AppendJSON(nil, o))
	}
}

func TestObjectGet(t *testing.T) {
	inner := NewObject("x", "y")
	o := NewObject("text", "t", "list", []any{"a"}, "complex", inner, "null", nil)
	if v, ok := o.Get("null"); v != nil || !ok {
		t.Errorf("an explicit null is %v, %v", v, ok)
	}
	if v, ok := o.Get("Text"); v != nil || ok {
		t.Errorf("a name in another letter case is %v, %v", v, ok)
	}
	if o.Object("complex") != inner || o.Object("text") != nil || o.Object("none") != nil {
		t.Error("Object gives something other than the complex value")
	}
	if o.Text("text") != "t" || o.Text("list") != "" || o.Text("none") != "" {
		t.Error("Text gives something other than the text")
	}
	if !slices.Equal(o.List("list"), []any{"a"}) || o.List("text") != nil || o.List("none") != nil {
		t.Error("List gives something other than the list")
	}
}

func TestNilObjectIsEmpty(t *testing.T) {
	var o *Object
	if v, ok := o.Get("a"); v != nil || ok {
		t.Errorf("Get gives %v, %v", v, ok)
	}
	if o.Text("a") != "" || o.Object("a") != nil || o.List("a") != nil || o.Len() != 0 || names(o) != nil || o.Clone() != nil {
		t.Error("it is not")
	}
	if !o.Equal(new(Object)) || !new(Object).Equal(o) {
		t.Error("it differs from an empty object")
	}
}

func TestAllCanStopEarly(t *testing.T) {
	for name := range NewObject("a", "1", "b", "2").All() {
		if name != "a" {
			t.Fatalf("went on to %s", name)
		}
		break
	}
}

func TestCloneSharesNothing(t *testing.T) {
	element := NewObject("value", "x")
	element.SetOrigin("row 7")
	o := NewObject("list", []any{element, "a"}, "complex", NewObject("in", NewObject("deep", "1")))
	c := o.Clone()
	if !c.Equal(o) {
		t.Fatalf("the clone is %s, want %s", AppendJSON(nil, c), AppendJSON(nil, o))
	}
	if got := c.List("list")[0].(*Object).Origin(); got != "row 7" {
		t.Errorf("the clone's origin is %q", got)
	}
	before := string(AppendJSON(nil, o))
	c.Set("new", true)
	c.List("list")[1] = "b"
	c.List("list")[0].(*Object).Set("value", "y")
	c.Object("complex").Object("in").Set("deep", "2")
	if after := string(AppendJSON(nil, o)); after != before {
		t.Errorf("changing the clone changed %s to %s", before, after)
	}
}

func TestEqual(t *testing.T) {
	withOrigin := NewObject("a", "1")
	withOrigin.SetOrigin("row")
	tests := []struct {
		name string
		a, b any
		want bool
	}{
		{"objects are equal whatever the order of attributes", NewObject("a", "1", "b", "2"), NewObject("b", "2", "a", "1"), true},
		{"origins play no part", withOrigin, NewObject("a", "1"), true},
		{"an attribute more is a difference", NewObject("a", "1"), NewObject("a", "1", "b", "2"), false},
		{"another name is a difference", NewObject("a", "1"), NewObject("b", "1"), false},
		{"null is not absent", NewObject("a", nil), new(Object), false},
		{"null equals null", NewObject("a", nil), NewObject("a", nil), true},
		{"objects are compared in depth", NewObject("a", NewObject("b", "1")), NewObject("a", NewObject("b", "2")), false},
		{"lists are compared in order", []any{"a", "b"}, []any{"b", "a"}, false},
		{"lists of equal elements are equal", []any{"a", NewObject("b", int64(1))}, []any{"a", NewObject("b", 1.0)}, true},
		{"a list is not its only element", []any{"a"}, "a", false},
		{"an object is not a list", NewObject("a", "1"), []any{}, false},
		{"numbers are compared by value", int64(2), 2.0, true},
		{"numbers are compared by value, the other way round", 2.5, int64(2), false},
		{"numbers of one type are compared", int64(2), int64(3), false},
		{"a number is not its text", int64(2), "2", false},
		{"texts are compared exactly", "a", "A", false},
		{"booleans are compared", true, true, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := EqualValues(test.a, test.b); got != test.want {
				t.Errorf("EqualValues is %v", got)
			}
			if got := EqualValues(test.b, test.a); got != test.want {
				t.Errorf("EqualValues the other way round is %v", got)
			}
		})
	}
}
