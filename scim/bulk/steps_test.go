package bulk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/scim"
)

// sketch makes operations of words: "a:b,c" creates a and refers to b and c, "!b" changes what refers to b, and "/b"
// changes b itself.
func sketch(words string) Request {
	var r Request
	for word := range strings.FieldsSeq(words) {
		var op Operation
		refs := ""
		switch word[0] {
		case '!':
			op, refs = Operation{Method: Patch, Path: "/Groups/1"}, word[1:]
		case '/':
			op = Operation{Method: Put, Path: "/Groups/bulkId:" + word[1:]}
		default:
			var id string
			id, refs, _ = strings.Cut(word, ":")
			op = Operation{Method: Post, Path: "/Groups", BulkID: id}
		}
		var members []any
		for ref := range strings.SplitSeq(refs, ",") {
			if ref != "" {
				members = append(members, scim.NewObject("value", "bulkId:"+ref))
			}
		}
		op.Data = scim.NewObject("members", members)
		r.Operations = append(r.Operations, op)
	}
	return r
}

// told writes steps down: the operation's place from 1, what it is done without, and + for what follows.
func told(steps []Step) string {
	var words []string
	for _, s := range steps {
		word := fmt.Sprint(s.Operation + 1)
		switch {
		case s.Late:
			word += "+" + strings.Join(s.Without, ",")
		case len(s.Without) > 0:
			word += "-" + strings.Join(s.Without, ",")
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestStepsFollowTheRequest(t *testing.T) {
	cases := []struct{ name, request, want string }{
		{"operations that have nothing to do with each other", "a b !", "1 2 3"},
		{"a reference back", "a b:a !b", "1 2 3"},
		{"a reference forward", "b:a a", "2 1"},
		{"what is referred to moves, and nothing else does", "!c a ! c", "4 1 2 3"},
		{"a chain forward", "a:b b:c c:d d", "4 3 2 1"},
		{"a path forward", "/a ! a", "3 1 2"},
		{"two that refer to each other", "a:b b:a", "2-a 1 2+a"},
		{"one that refers to itself", "a:a", "1-a 1+a"},
		{"three in a circle", "a:b b:c c:a", "3-a 2 1 3+a"},
		{"a circle that others refer to", "!b a:b b:a", "2-b 3 2+b 1"},
		{"two circles through one", "a:b,c b:a c:a", "2-a 3-a 1 2+a 3+a"},
		{"a circle and a way around it", "a:b,c b:c c:a,b", "3-a,b 2 1 3+a,b"},
		{"a reference that leads nowhere", "a:x !y /z", "1 2 3"},
		{"a reference to what is there twice", "a b:a,a", "1 2"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := told(sketch(c.request).Steps()); got != c.want {
				t.Errorf("the steps are %s, want %s", got, c.want)
			}
		})
	}
}

func TestALongChainOfReferencesIsFollowed(t *testing.T) {
	var words []string
	for i := range 10_000 {
		words = append(words, fmt.Sprintf("n%d:n%d", i, i+1))
	}
	steps := sketch(strings.Join(words, " ")).Steps()
	if len(steps) != 10_000 || steps[0].Operation != 9_999 {
		t.Errorf("%d steps, from %v", len(steps), steps[0])
	}
}

func TestEveryRequestCanBeDoneStepByStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c", "d", "e"}
		refs := rapid.Map(rapid.SliceOfNDistinct(rapid.SampledFrom(append(names, "x")), 0, 3, rapid.ID), func(l []string) string { return strings.Join(l, ",") })
		words := rapid.SliceOfN(rapid.OneOf(
			rapid.Map(refs, func(s string) string { return "!" + s }),
			rapid.Map(rapid.SampledFrom(names), func(s string) string { return "/" + s }),
		), 0, 4).Draw(t, "changes")
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID).Draw(t, "creates") {
			words = append(words, name+":"+refs.Draw(t, "references"))
		}
		r := sketch(strings.Join(rapid.Permutation(words).Draw(t, "request"), " "))
		checkSteps(t, r)
	})
}

type failer interface{ Fatalf(string, ...any) }

// checkSteps checks that the steps do every operation once and all of it, and that no reference comes before what it
// leads to.
func checkSteps(t failer, r Request) {
	creates := map[string]bool{}
	for _, op := range r.Operations {
		creates[op.BulkID] = op.Method == Post
	}
	there, open := map[string]bool{}, map[int][]string{}
	finished := map[int]bool{}
	last := -1
	for _, s := range r.Steps() {
		op := r.Operations[s.Operation]
		if s.Late {
			if !slices.Equal(open[s.Operation], s.Without) || len(s.Without) == 0 {
				t.Fatalf("%v follows what was done without %v", s, open[s.Operation])
			}
			delete(open, s.Operation)
			for _, id := range s.Without {
				if !there[id] {
					t.Fatalf("%v comes before %s", s, id)
				}
			}
			continue
		}
		if finished[s.Operation] {
			t.Fatalf("%v is done twice", s)
		}
		finished[s.Operation] = true
		if len(s.Without) > 0 {
			open[s.Operation] = s.Without
		}
		for _, id := range op.references() {
			if creates[id] && !there[id] && !slices.Contains(s.Without, id) {
				t.Fatalf("%v comes before %s", s, id)
			}
		}
		if op.Method == Post {
			there[op.BulkID] = true
		} else {
			if s.Operation < last {
				t.Fatalf("%v comes behind %d, and creates nothing", s, last)
			}
			last = s.Operation
			if len(s.Without) > 0 {
				t.Fatalf("%v is in no circle", s)
			}
		}
	}
	if len(finished) != len(r.Operations) || len(open) > 0 {
		t.Fatalf("%d of %d operations are done, %v only in part", len(finished), len(r.Operations), open)
	}
}
