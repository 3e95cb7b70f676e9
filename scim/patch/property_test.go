package patch

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/scim"
)

// places are the paths that operations are drawn for.
var places = []placeSpec{
	{text: "title", attr: "title", kind: "simple"},
	{text: "name", attr: "name", kind: "complex"},
	{text: "name.givenName", attr: "name", sub: "givenName", kind: "complex"},
	{text: "emails", attr: "emails", kind: "multi"},
	{text: `emails[type eq "work"]`, attr: "emails", kind: "multi", where: &[2]any{"type", "work"}, creates: true},
	{text: `emails[type eq "home"].value`, attr: "emails", sub: "value", kind: "multi", where: &[2]any{"type", "home"}, creates: true},
	{text: `emails[type eq "club"].value`, attr: "emails", sub: "value", kind: "multi", where: &[2]any{"type", "club"}},
	{text: `emails[primary eq true].value`, attr: "emails", sub: "value", kind: "multi", where: &[2]any{"primary", true}, creates: true},
	{text: `emails[value eq "a"].type`, attr: "emails", sub: "type", kind: "multi", where: &[2]any{"value", "a"}},
	{text: `emails[type eq "work"].display`, attr: "emails", sub: "display", kind: "multi", where: &[2]any{"type", "work"}, creates: true},
	{text: enterprise + ":division", attr: "division", kind: "simple", extension: true},
	{text: enterprise + ":manager", attr: "manager", kind: "complex", extension: true, forgets: []string{"$ref"}},
	{text: enterprise + ":manager.value", attr: "manager", sub: "value", kind: "complex", extension: true, forgets: []string{"$ref"}},
}

// drawn is one operation, as the model and as a client writes it.
type drawn struct {
	place placeSpec
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value,omitempty"`
}

var word = rapid.SampledFrom([]string{"a", "b", "c"})

func drawOp(t *rapid.T) drawn {
	p := rapid.SampledFrom(places).Draw(t, "place")
	op := drawn{place: p, Op: rapid.SampledFrom([]string{"add", "replace", "remove"}).Draw(t, "op"), Path: p.text}
	switch {
	case op.Op == "remove" && p.text == "emails":
		if rapid.Bool().Draw(t, "lists") {
			op.Value = drawElements(t, 1)
		}
	case op.Op == "remove":
	case p.text == "emails":
		op.Value = drawElements(t, 1)
	case p.sub == "type":
		op.Value = rapid.SampledFrom([]string{"work", "home"}).Draw(t, "type")
	case p.sub != "" || p.kind == "simple":
		op.Value = word.Draw(t, "value")
	case p.kind == "multi":
		op.Value = drawElement(t)
	case p.attr == "name":
		op.Value = drawComplex(t, "givenName", "familyName")
	default:
		op.Value = drawComplex(t, "value", "$ref")
	}
	return op
}

// drawComplex draws a complex value that is not empty.
func drawComplex(t *rapid.T, subs ...string) doc {
	c := doc{}
	for _, sub := range subs {
		if rapid.Bool().Draw(t, sub) {
			c[sub] = word.Draw(t, sub)
		}
	}
	if len(c) == 0 {
		c[subs[0]] = word.Draw(t, subs[0])
	}
	return c
}

func drawElement(t *rapid.T) doc {
	e := doc{"value": word.Draw(t, "value")}
	if kind := rapid.SampledFrom([]string{"", "work", "home"}).Draw(t, "type"); kind != "" {
		e["type"] = kind
	}
	if rapid.Bool().Draw(t, "display") {
		e["display"] = word.Draw(t, "display")
	}
	if primary := rapid.SampledFrom([]any{nil, false, true}).Draw(t, "primary"); primary != nil {
		e["primary"] = primary
	}
	return e
}

// drawElements draws a list that a resource may have: none twice, one primary at most.
func drawElements(t *rapid.T, least int) []any {
	var list []any
	for _, e := range rapid.SliceOfN(rapid.Custom(drawElement), least, 3).Draw(t, "elements") {
		if slices.ContainsFunc(list, func(f any) bool { return f.(doc)["value"] == e["value"] && f.(doc)["type"] == e["type"] }) {
			continue
		}
		if list = append(list, e); e["primary"] == true {
			only(list, len(list)-1)
		}
	}
	return list
}

func drawUser(t *rapid.T) doc {
	d := doc{"schemas": []any{scim.SchemaUser}, "userName": "ada"}
	if rapid.Bool().Draw(t, "title") {
		d["title"] = word.Draw(t, "title")
	}
	if rapid.Bool().Draw(t, "name") {
		d["name"] = drawComplex(t, "givenName", "familyName")
	}
	if list := drawElements(t, 0); len(list) > 0 {
		d["emails"] = list
	}
	if rapid.Bool().Draw(t, "manager") {
		d[enterprise] = doc{"manager": drawComplex(t, "value", "$ref")}
		d["schemas"] = []any{scim.SchemaUser, enterprise}
	}
	return d
}

// check runs a property as often as the kind of run asks for.
func check(t *testing.T, property func(t *rapid.T)) {
	t.Helper()
	for range testenv.N(20, 1000) {
		rapid.Check(t, property)
	}
}

func TestApplyIsWhatANaiveModelDoes(t *testing.T) {
	check(t, func(t *rapid.T) {
		d := drawUser(t)
		ops := rapid.SliceOfN(rapid.Custom(drawOp), 1, 4).Draw(t, "operations")
		before := fromDoc(t, d)
		parsed := parseDrawn(t, ops)

		want, refusal := copyOf(d), ""
		for _, op := range ops {
			if refusal = op.place.apply(want, op.Op, copyOf(op.Value)); refusal != "" {
				break
			}
		}
		after, _, err := Apply(user, before, parsed)
		if refusal != "" {
			if code(err) != "400 "+refusal {
				t.Fatalf("got %s, %v; the model says %s", encoded(after), err, refusal)
			}
			return
		}
		if err != nil {
			t.Fatalf("refused with %v; the model says %v", err, want)
		}
		if got := toDoc(t, after); !reflect.DeepEqual(got, copyOf(want)) {
			t.Fatalf("before %v\ngot    %v\nwant   %v", d, got, want)
		}
	})
}

func TestApplyChangesNothingItIsGivenAndAnswersCanonically(t *testing.T) {
	check(t, func(t *rapid.T) {
		ops := rapid.SliceOfN(rapid.Custom(drawOp), 0, 4).Draw(t, "operations")
		checkApply(t, user, fromDoc(t, drawUser(t)), parseDrawn(t, ops))
	})
}

func TestAnAddThatIsRepeatedChangesNothing(t *testing.T) {
	check(t, func(t *rapid.T) {
		op := rapid.Custom(drawOp).Filter(func(op drawn) bool { return op.Op == "add" && !op.leaves() }).Draw(t, "operation")
		ops := parseDrawn(t, []drawn{op})
		once, _, err := Apply(user, fromDoc(t, drawUser(t)), ops)
		if err != nil {
			return
		}
		twice, _, err := Apply(user, once, ops)
		if err != nil || !twice.Equal(once) {
			t.Fatalf("once  %s\ntwice %s, %v", encoded(once), encoded(twice), err)
		}
	})
}

// leaves reports whether an operation changes what its own filter asks for, so that it selects others when repeated.
func (op drawn) leaves() bool {
	e, _ := op.Value.(doc)
	return op.place.where != nil && e[op.place.where[0].(string)] != nil
}

// Operations on members row by row end in the same members as on the whole resource.
func TestRowOperationsAmountToTheOperationsTheyStandFor(t *testing.T) {
	paths := []string{"members", `members[value eq "a"]`, `members[value eq "a" or value eq "b"]`}
	drawMember := rapid.Custom(func(t *rapid.T) drawn {
		op := drawn{Op: rapid.SampledFrom([]string{"add", "replace", "remove"}).Draw(t, "op"), Path: "members"}
		switch {
		case op.Op == "remove" && rapid.Bool().Draw(t, "filtered"):
			op.Path = rapid.SampledFrom(paths).Draw(t, "path")
			return op
		case op.Op == "remove" && rapid.Bool().Draw(t, "all"):
			return op
		}
		list := []any{}
		for _, id := range rapid.SliceOfNDistinct(word, 1, 3, rapid.ID[string]).Draw(t, "members") {
			list = append(list, doc{"value": id})
		}
		op.Value = list
		return op
	})
	check(t, func(t *rapid.T) {
		var list []any
		for _, id := range rapid.SliceOfDistinct(word, rapid.ID[string]).Draw(t, "before") {
			list = append(list, scim.NewObject("value", id))
		}
		before := scim.NewObject("schemas", []any{scim.SchemaGroup}, "members", list)
		ops, err := Parse(group, messageOf(t, rapid.SliceOfN(drawMember, 1, 4).Draw(t, "operations")), maximum, &scim.Edge{})
		if err != nil {
			t.Fatal(err)
		}
		after, _, err := Apply(group, before, ops)
		if err != nil {
			t.Fatal(err)
		}
		own, rows, needsAll, err := Split(group, ops, members)
		if err != nil || needsAll || len(own) != 0 {
			t.Fatalf("split into %s and %s, %v, %v", shownAll(own), shownRows(rows), needsAll, err)
		}
		if got, want := rowsApplied(ids(list), rows), ids(after.List("members")); !reflect.DeepEqual(got, want) {
			t.Fatalf("row by row %v; as a whole %v", got, want)
		}
	})
}

// rowsApplied applies row operations to a set of ids.
func rowsApplied(set map[string]bool, rows []RowOp) map[string]bool {
	for _, r := range rows {
		if r.Kind == Replace {
			clear(set)
		}
		for _, v := range r.Values {
			if r.Kind == Remove {
				delete(set, v.Text("value"))
			} else {
				set[v.Text("value")] = true
			}
		}
	}
	return set
}

func ids(list []any) map[string]bool {
	set := map[string]bool{}
	for _, e := range list {
		set[e.(*scim.Object).Text("value")] = true
	}
	return set
}

func parseDrawn(t *rapid.T, ops []drawn) []Op {
	if len(ops) == 0 {
		return nil
	}
	parsed, err := Parse(user, messageOf(t, ops), maximum, &scim.Edge{})
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func messageOf(t *rapid.T, ops []drawn) *scim.Object {
	return fromDoc(t, doc{"schemas": []any{scim.MessagePatch}, "Operations": ops})
}

func fromDoc(t *rapid.T, d doc) *scim.Object {
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	o, err := jsonx.Decode(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func toDoc(t *rapid.T, o *scim.Object) doc {
	var d doc
	if err := json.Unmarshal(o.AppendJSON(nil), &d); err != nil {
		t.Fatal(err)
	}
	return d
}
