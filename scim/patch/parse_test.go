package patch

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/scim"
)

func TestAMessageBecomesOperationsOnSingleAttributes(t *testing.T) {
	cases := []struct{ name, operations, want string }{
		{"an attribute", `{"op":"replace","path":"title","value":"x"}`, `replace title "x"`},
		{"names in any letter case", `{"op":"add","path":"NAME.givenname","value":"x"}`, `add name.givenName "x"`},
		{"a complex value in schema case and order", `{"op":"add","path":"name","value":{"FAMILYname":"L","givenname":"A"}}`, `add name {"familyName":"L","givenName":"A"}`},
		{"an attribute of an extension", `{"op":"add","path":"` + enterprise + `:division","value":"D"}`, `add ` + enterprise + `:division "D"`},
		{"an extension as a whole", `{"op":"add","path":"` + enterprise + `","value":{"division":"D","manager":{"value":"7"}}}`,
			"add " + enterprise + ":division \"D\"\nadd " + enterprise + `:manager {"value":"7"}`},
		{"a selected element", `{"op":"replace","path":"emails[value eq \"a\"]","value":{"type":"Work"}}`, `replace emails[value eq "a"] {"type":"work"}`},
		{"a sub-attribute of selected elements", `{"op":"add","path":"emails[type eq \"work\"].value","value":"a"}`, `add emails[type eq "work"].value "a"`},
		{"without a path, one for each attribute", `{"op":"add","value":{"title":"x","emails":[{"value":"a"}]}}`, "add title \"x\"\nadd emails [{\"value\":\"a\"}]"},
		{"without a path, an extension under its URN", `{"op":"replace","value":{"` + enterprise + `":{"division":"D"}}}`, `replace ` + enterprise + `:division "D"`},
		{"null unassigns", `{"op":"replace","path":"title","value":null}`, `remove title`},
		{"null unassigns, added too", `{"op":"add","path":"title","value":null}`, `remove title`},
		{"a list replaced by none is removed", `{"op":"replace","path":"emails","value":[]}`, `remove emails`},
		{"a list to which none is added stays", `{"op":"add","path":"emails","value":[]}`, ``},
		{"null inside a complex value unassigns that sub-attribute", `{"op":"replace","path":"name","value":{"givenName":"A","familyName":null}}`, "replace name {\"givenName\":\"A\"}\nremove name.familyName"},
		{"a complex value of nulls", `{"op":"replace","path":"name","value":{"familyName":null}}`, `remove name.familyName`},
		{"an empty complex value", `{"op":"replace","path":"name","value":{}}`, `remove name`},
		{"null for the sub-attribute of selected elements", `{"op":"replace","path":"emails[type eq \"work\"].value","value":null}`, `remove emails[type eq "work"].value`},
		{"an extension replaced by null is removed", `{"op":"replace","path":"` + enterprise + `","value":null}`, `remove ` + enterprise},
		{"an extension to which null is added stays", `{"op":"add","path":"` + enterprise + `","value":null}`, ``},
		{"what is readOnly inside a value is passed over", `{"op":"replace","path":"` + enterprise + `:manager","value":{"displayName":"Bob"}}`, ``},
		{"remove", `{"op":"remove","path":"emails"}`, `remove emails`},
		{"remove of selected elements ignores a value", `{"op":"remove","path":"emails[type eq \"work\"]","value":[]}`, `remove emails[type eq "work"]`},
		{"remove of a single value ignores a value", `{"op":"remove","path":"title","value":"x"}`, `remove title`},
		{"remove of an extension", `{"op":"remove","path":"` + enterprise + `"}`, `remove ` + enterprise},
		{"several, in order", `{"op":"add","path":"title","value":"x"},{"op":"remove","path":"title"}`, "add title \"x\"\nremove title"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ops, err := Parse(user, message(t, c.operations), maximum, nil)
			if err != nil || shownAll(ops) != c.want {
				t.Errorf("got\n%s\n%v\nwant\n%s", shownAll(ops), err, c.want)
			}
		})
	}
}

func TestAWrongMessageIsRefused(t *testing.T) {
	patchOp := func(operations string) string {
		return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":` + operations + `}`
	}
	cases := []struct{ name, body, want string }{
		{"no schemas", `{"Operations":[{"op":"remove","path":"title"}]}`, "400 invalidSyntax"},
		{"another schema", `{"schemas":["urn:x"],"Operations":[{"op":"remove","path":"title"}]}`, "400 invalidSyntax"},
		{"no operations", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}`, "400 invalidSyntax"},
		{"operations that are no list", patchOp(`{}`), "400 invalidSyntax"},
		{"an empty list of operations", patchOp(`[]`), "400 invalidSyntax"},
		{"an operation that is no object", patchOp(`["x"]`), "400 invalidSyntax"},
		{"an unknown operation", patchOp(`[{"op":"move","path":"title","value":"x"}]`), "400 invalidSyntax"},
		{"an operation without a name", patchOp(`[{"path":"title","value":"x"}]`), "400 invalidSyntax"},
		{"a path that is no text", patchOp(`[{"op":"remove","path":7}]`), "400 invalidPath"},
		{"a path that cannot be read", patchOp(`[{"op":"remove","path":"emails["}]`), "400 invalidPath"},
		{"an unknown attribute", patchOp(`[{"op":"add","path":"shoeSize","value":1}]`), "400 invalidPath"},
		{"an unknown sub-attribute", patchOp(`[{"op":"add","path":"name.shoe","value":1}]`), "400 invalidPath"},
		{"an unknown sub-attribute behind brackets", patchOp(`[{"op":"add","path":"emails[type eq \"work\"].shoe","value":1}]`), "400 invalidPath"},
		{"an unknown sub-attribute in brackets", patchOp(`[{"op":"remove","path":"emails[shoe eq \"work\"]"}]`), "400 invalidPath"},
		{"an unknown attribute without a path", patchOp(`[{"op":"add","value":{"shoeSize":1}}]`), "400 invalidPath"},
		{"brackets behind an extension", patchOp(`[{"op":"remove","path":"` + enterprise + `[type eq \"x\"]"}]`), "400 invalidPath"},
		{"no value to add", patchOp(`[{"op":"add","path":"title"}]`), "400 invalidValue"},
		{"no value to replace with", patchOp(`[{"op":"replace","path":"title"}]`), "400 invalidValue"},
		{"a value of the wrong type", patchOp(`[{"op":"replace","path":"active","value":1}]`), "400 invalidValue"},
		{"no value without a path", patchOp(`[{"op":"add"}]`), "400 invalidValue"},
		{"a value without a path that is no object", patchOp(`[{"op":"add","value":"x"}]`), "400 invalidValue"},
		{"a value of an extension that is no object", patchOp(`[{"op":"add","path":"` + enterprise + `","value":"x"}]`), "400 invalidValue"},
		{"remove without a path", patchOp(`[{"op":"remove","value":{"title":"x"}}]`), "400 noTarget"},
		{"a readOnly target", patchOp(`[{"op":"replace","path":"groups","value":[]}]`), "400 mutability"},
		{"a readOnly sub-attribute", patchOp(`[{"op":"replace","path":"` + enterprise + `:manager.displayName","value":"x"}]`), "400 mutability"},
		{"id", patchOp(`[{"op":"replace","path":"id","value":"x"}]`), "400 mutability"},
		{"schemas as a target", patchOp(`[{"op":"add","path":"schemas","value":["` + enterprise + `"]}]`), "400 mutability"},
		{"two primary values", patchOp(`[{"op":"add","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}]`), "400 invalidValue"},
		{"a good operation before a bad one", patchOp(`[{"op":"remove","path":"title"},{"op":"remove","path":"shoeSize"}]`), "400 invalidPath"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if ops, err := Parse(user, object(t, c.body), maximum, nil); code(err) != c.want || ops != nil {
				t.Errorf("got %s, %v; want %s", shownAll(ops), err, c.want)
			}
		})
	}
}

func TestAMessageMayHaveSoManyOperationsAndNoMore(t *testing.T) {
	op := `{"op":"remove","path":"title"}`
	if _, err := Parse(user, message(t, op+","+op), 2, nil); err != nil {
		t.Error(err)
	}
	if _, err := Parse(user, message(t, strings.Repeat(op+",", 2)+op), 2, nil); code(err) != "413" {
		t.Errorf("got %v; want 413", err)
	}
}

func TestAReplaceThatCreatesIsCountedOnlyWhereItDoes(t *testing.T) {
	body := message(t, `{"op":"replace","path":"emails[type eq \"Work\"].value","value":"a"}`)
	for _, c := range []struct {
		name, before string
		strict       bool
		want         int
	}{
		{"the element is there", `{"emails":[{"type":"work","value":"b"}]}`, false, 0},
		{"the element is not there", `{}`, false, 1},
		{"the element is not there and must be", `{}`, true, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			edge := &scim.Edge{Strict: map[scim.Tolerance]bool{scim.CreateOnReplace: c.strict}}
			ops, err := Parse(user, body, maximum, edge)
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = Apply(user, object(t, c.before), ops)
			if c.strict && code(err) != "400 noTarget" || !c.strict && err != nil {
				t.Error(err)
			}
			if got := edge.Used[scim.CreateOnReplace]; got != c.want {
				t.Errorf("counted %d times", got)
			}
		})
	}
}

func TestEachToleranceServesWhatIsRefusedWithoutIt(t *testing.T) {
	patchOp := func(operations string) string {
		return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[` + operations + `]}`
	}
	const title = `{"op":"replace","path":"title","value":"x"}`
	cases := []struct {
		name       string
		tolerance  scim.Tolerance
		body, want string
		strict     string // the error without it, or the operations
	}{
		{"an operation in another letter case", scim.OpCase, patchOp(`{"op":"Replace","path":"title","value":"x"}`), `replace title "x"`, "400 invalidSyntax"},
		{"operations in another letter case", scim.OperationsCase, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"operations":[` + title + `]}`, `replace title "x"`, "400 invalidSyntax"},
		{"a member in another letter case", scim.OperationsCase, patchOp(`{"op":"replace","Path":"title","value":"x"}`), `replace title "x"`, "400 invalidValue"},
		{"no schemas", scim.SchemasInferred, `{"Operations":[` + title + `]}`, `replace title "x"`, "400 invalidSyntax"},
		{"schemas of SCIM 1.1", scim.SchemasInferred, `{"schemas":["urn:scim:schemas:core:1.0"],"Operations":[` + title + `]}`, `replace title "x"`, "400 invalidSyntax"},
		{"surplus schemas", scim.SchemasInferred, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp","urn:x"],"Operations":[` + title + `]}`, `replace title "x"`, "400 invalidSyntax"},
		{"a boolean as text", scim.BooleanText, patchOp(`{"op":"replace","path":"active","value":"False"}`), `replace active false`, "400 invalidValue"},
		{"a boolean as text in brackets", scim.BooleanText, patchOp(`{"op":"replace","path":"roles[primary eq \"True\"].value","value":"x"}`), `replace roles[primary eq true].value "x" or create`, "400 invalidFilter"},
		{"a number for a string", scim.NumberText, patchOp(`{"op":"replace","path":"externalId","value":17}`), `replace externalId "17"`, "400 invalidValue"},
		{"a bare id for a manager", scim.BareComplex, patchOp(`{"op":"Add","path":"` + enterprise + `:manager","value":"7"}`), `add ` + enterprise + `:manager {"value":"7"}`, "400 invalidValue"},
		{"a list of one for a manager", scim.BareComplex, patchOp(`{"op":"add","path":"` + enterprise + `:manager","value":[{"$ref":null,"value":"7"}]}`), `add ` + enterprise + `:manager {"value":"7"}`, "400 invalidValue"},
		{"a single element for a list", scim.BareComplex, patchOp(`{"op":"add","path":"emails","value":{"value":"a"}}`), `add emails [{"value":"a"}]`, "400 invalidValue"},
		{"a manager without the URN", scim.SchemasInferred, patchOp(`{"op":"add","path":"manager","value":[{"$ref":null,"value":"7"}]}`), `add ` + enterprise + `:manager {"value":"7"}`, "400 invalidPath"},
		{"an empty text unassigns", scim.EmptyAsAbsent, patchOp(`{"op":"replace","path":"` + enterprise + `:manager","value":""}`), `remove ` + enterprise + `:manager`, "400 invalidValue"},
		{"an empty text is the text in strict mode", scim.EmptyAsAbsent, patchOp(`{"op":"replace","path":"title","value":""}`), `remove title`, `replace title ""`},
		{"an empty text inside a complex value", scim.EmptyAsAbsent, patchOp(`{"op":"replace","path":"name","value":{"givenName":"A","middleName":""}}`), "replace name {\"givenName\":\"A\"}\nremove name.middleName", `replace name {"givenName":"A","middleName":""}`},
		{"a remove that lists elements", scim.RemoveValueList, patchOp(`{"op":"remove","path":"emails","value":[{"$ref":null,"value":"a"}]}`), `remove emails [{"value":"a"}]`, `remove emails`},
		{"a remove that has one element", scim.RemoveValueList, patchOp(`{"op":"remove","path":"emails","value":{"value":"a"}}`), `remove emails [{"value":"a"}]`, `remove emails`},
		{"a remove that wraps its elements", scim.RemoveValueList, patchOp(`{"op":"remove","path":"emails","value":{"emails":[{"value":"a"}]}}`), `remove emails [{"value":"a"}]`, `remove emails`},
		{"a remove that lists none removes none", scim.RemoveValueList, patchOp(`{"op":"remove","path":"emails","value":[]}`), ``, `remove emails`},
		{"dotted keys", scim.FlatKeys, patchOp(`{"op":"replace","value":{"displayName":"x","name.givenName":"A"}}`), "replace displayName \"x\"\nreplace name.givenName \"A\"", "400 invalidPath"},
		{"keys with a URN", scim.FlatKeys, patchOp(`{"op":"replace","value":{"` + enterprise + `:employeeNumber":"7"}}`), `replace ` + enterprise + `:employeeNumber "7"`, "400 invalidPath"},
		{"keys with brackets", scim.FlatKeys, patchOp(`{"op":"add","value":{"emails[type eq \"work\"].value":"a"}}`), `add emails[type eq "work"].value "a"`, "400 invalidPath"},
		{"core attributes under their URN", scim.FlatKeys, patchOp(`{"op":"add","value":{"urn:ietf:params:scim:schemas:core:2.0:User":{"title":"x"}}}`), `add title "x"`, "400 invalidPath"},
		{"an id in a value", scim.ReadOnlyIgnored, patchOp(`{"op":"replace","value":{"id":"1","displayName":"x","schemas":[],"meta":{},"groups":[]}}`), `replace displayName "x"`, "400 mutability"},
		{"brackets behind a single value", scim.FilterOnSingle, patchOp(`{"op":"remove","path":"` + enterprise + `:manager[value eq \"7\"]"}`), `remove ` + enterprise + `:manager[value eq "7"]`, "400 invalidPath"},
		{"an unknown attribute", scim.UnknownDropped, patchOp(title + `,{"op":"add","path":"shoeSize","value":1}`), `replace title "x"`, "400 invalidPath"},
		{"an unknown sub-attribute in brackets", scim.UnknownDropped, patchOp(`{"op":"remove","path":"emails[shoe eq 1 or not (size eq 1)]"}`), ``, "400 invalidPath"},
		{"an unknown sub-attribute behind brackets", scim.UnknownDropped, patchOp(`{"op":"add","path":"emails[type eq \"work\" and value pr].shoe","value":1}`), ``, "400 invalidPath"},
		{"an unknown attribute without a path", scim.UnknownDropped, patchOp(`{"op":"add","value":{"shoe size":1,"title":"x"}}`), `add title "x"`, "400 invalidPath"},
		{"an unknown key that looks like a path", scim.UnknownDropped, patchOp(`{"op":"add","value":{"a..b[":1,"title":"x"}}`), `add title "x"`, "400 invalidPath"},
		{"an unknown extension", scim.UnknownDropped, patchOp(`{"op":"add","value":{"urn:x:y":{"a":1},"title":"x"}}`), `add title "x"`, "400 invalidPath"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			edge := &scim.Edge{}
			ops, err := Parse(user, object(t, c.body), maximum, edge)
			if err != nil || shownAll(ops) != c.want {
				t.Errorf("got\n%s\n%v\nwant\n%s", shownAll(ops), err, c.want)
			}
			if edge.Used[c.tolerance] == 0 {
				t.Errorf("%s is not counted: %v", c.tolerance, edge.Used)
			}
			edge = &scim.Edge{Strict: map[scim.Tolerance]bool{c.tolerance: true, scim.UnknownDropped: true, scim.UnmappedDropped: true}}
			ops, err = Parse(user, object(t, c.body), maximum, edge)
			if got := shownAll(ops); got != c.strict && code(err) != c.strict {
				t.Errorf("without %s: got %s, %v; want %s", c.tolerance, got, err, c.strict)
			}
		})
	}
}

func TestNoToleranceTakesAnotherMessageForAPatchOp(t *testing.T) {
	for _, urns := range []string{`["` + scim.MessageBulk + `"]`, `["` + scim.SchemaUser + `"]`, `"` + scim.MessagePatch + `"`, `[1]`, `{}`} {
		body := `{"schemas":` + urns + `,"Operations":[{"op":"remove","path":"title"}]}`
		if ops, err := Parse(user, object(t, body), maximum, &scim.Edge{}); code(err) != "400 invalidSyntax" {
			t.Errorf("%s is read as %s, %v", body, shownAll(ops), err)
		}
	}
}

func TestWhatAnAppDoesNotMapIsDropped(t *testing.T) {
	const operations = `{"op":"replace","path":"title","value":"x"},{"op":"add","path":"emails[type eq \"work\"].value","value":"a"},
		{"op":"add","path":"roles[primary eq \"True\"].display","value":"a"},{"op":"replace","value":{"nickName":"n","` + enterprise + `:division":"d"}}`
	edge := &scim.Edge{}
	ops, err := Parse(mapped, message(t, operations), maximum, edge)
	if err != nil || len(ops) != 0 || edge.Used[scim.UnmappedDropped] != 5 {
		t.Errorf("got %s, %v, %v", shownAll(ops), err, edge.Used)
	}
	edge = &scim.Edge{Strict: map[scim.Tolerance]bool{scim.UnmappedDropped: true}}
	if ops, err := Parse(mapped, message(t, operations), maximum, edge); code(err) != "400 invalidPath" {
		t.Errorf("without it: %s, %v", shownAll(ops), err)
	}
}

func TestWhatAnAppOnlyComputesIsPassedOver(t *testing.T) {
	const operations = `{"op":"replace","path":"name.formatted","value":"x"},{"op":"add","value":{"name":{"formatted":"x"}}}`
	edge := &scim.Edge{}
	if ops, err := Parse(mapped, message(t, operations), maximum, edge); err != nil || len(ops) != 0 || edge.Used[scim.ReadOnlyIgnored] != 1 {
		t.Errorf("got %s, %v, %v", shownAll(ops), err, edge.Used)
	}
	edge = &scim.Edge{Strict: map[scim.Tolerance]bool{scim.ReadOnlyIgnored: true}}
	if ops, err := Parse(mapped, message(t, operations), maximum, edge); code(err) != "400 mutability" {
		t.Errorf("without it: %s, %v", shownAll(ops), err)
	}
	if ops, err := Parse(user, message(t, `{"op":"remove","path":"groups"}`), maximum, &scim.Edge{}); code(err) != "400 mutability" {
		t.Errorf("what the standard makes readOnly: %s, %v", shownAll(ops), err)
	}
}

func TestAnElementOfAStandardTypeMayBeMadeThoughTheAppHasNoPlaceForIt(t *testing.T) {
	ops, err := Parse(mapped, message(t, `{"op":"replace","path":"phoneNumbers[type eq \"mobile\"].value","value":"1"},
		{"op":"replace","path":"phoneNumbers[type eq \"desk\"].value","value":"2"},{"op":"replace","path":"phoneNumbers[type eq \"moon\"].value","value":"3"}`), maximum, &scim.Edge{})
	if err != nil || len(ops) != 3 || !ops[0].Create || !ops[1].Create || ops[2].Create {
		t.Errorf("got %s, %v", shownAll(ops), err)
	}
}
