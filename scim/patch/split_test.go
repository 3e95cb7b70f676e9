package patch

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/scim"
)

func members(attr string) bool { return attr == "members" }

func TestOperationsOnALargeAttributeBecomeRowOperations(t *testing.T) {
	cases := []struct{ name, operations, own, rows string }{
		{"add a list", `{"op":"add","path":"members","value":[{"value":"1"},{"value":"2"}]}`, "", `add members {"value":"1"} {"value":"2"}`},
		{"remove a list", `{"op":"remove","path":"members","value":[{"value":"1"}]}`, "", `remove members {"value":"1"}`},
		{"remove one by its value", `{"op":"remove","path":"members[value eq \"1\"]"}`, "", `remove members {"value":"1"}`},
		{"remove several by their value", `{"op":"remove","path":"members[value eq \"1\" or value eq \"2\"]"}`, "", `remove members {"value":"1"} {"value":"2"}`},
		{"remove all", `{"op":"remove","path":"members"}`, "", `replace members`},
		{"replace all", `{"op":"replace","path":"members","value":[{"value":"1"}]}`, "", `replace members {"value":"1"}`},
		{"replace all by none", `{"op":"replace","path":"members","value":[]}`, "", `replace members`},
		{"without a path", `{"op":"add","value":{"displayName":"G","members":[{"value":"1"}]}}`, `add displayName "G"`, `add members {"value":"1"}`},
		{"in order", `{"op":"replace","path":"displayName","value":"H"},{"op":"remove","path":"members[value eq \"1\"]"},{"op":"add","path":"members","value":[{"value":"1"}]},{"op":"remove","path":"externalId"}`,
			"replace displayName \"H\"\nremove externalId", "remove members {\"value\":\"1\"}\nadd members {\"value\":\"1\"}"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ops, err := Parse(group, message(t, c.operations), maximum, &scim.Edge{})
			if err != nil {
				t.Fatal(err)
			}
			own, rows, needsAll, err := Split(group, ops, members)
			if err != nil || needsAll || shownAll(own) != c.own || shownRows(rows) != c.rows {
				t.Errorf("got\n%s\n%s\n%v, %v\nwant\n%s\n%s", shownAll(own), shownRows(rows), needsAll, err, c.own, c.rows)
			}
		})
	}
}

func TestOtherOperationsOnALargeAttributeNeedItsElements(t *testing.T) {
	for _, operations := range []string{
		`{"op":"remove","path":"members[type eq \"User\"]"}`,
		`{"op":"remove","path":"members[value eq \"1\" and type eq \"User\"]"}`,
		`{"op":"remove","path":"members[value eq \"1\" or type eq \"User\"]"}`,
		`{"op":"remove","path":"members[value sw \"1\"]"}`,
		`{"op":"remove","path":"members[value eq \"1\"].type"}`,
		`{"op":"add","path":"members[value eq \"1\"]","value":{"type":"User"}}`,
		`{"op":"replace","path":"members[value eq \"1\"].type","value":"User"}`,
	} {
		ops, err := Parse(group, message(t, `{"op":"add","path":"members","value":[{"value":"1"}]},`+operations), maximum, &scim.Edge{})
		if err != nil {
			t.Fatal(err)
		}
		own, rows, needsAll, err := Split(group, ops, members)
		if err != nil || !needsAll || len(own) != 2 || rows != nil {
			t.Errorf("%s: got %s, %s, %v, %v", operations, shownAll(own), shownRows(rows), needsAll, err)
		}
	}
}

func TestRowOperationsShareNothingWithTheMessage(t *testing.T) {
	ops, err := Parse(group, message(t, `{"op":"add","path":"members","value":[{"value":"1"}]}`), maximum, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, rows, _, _ := Split(group, ops, members)
	rows[0].Values[0].Set("value", "2")
	if shown(ops[0]) != `add members [{"value":"1"}]` {
		t.Errorf("the operation changed: %s", shown(ops[0]))
	}
}

func shownRows(rows []RowOp) string {
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = string(r.Kind) + " " + r.Attr
		for _, v := range r.Values {
			lines[i] += " " + encoded(v)
		}
	}
	return strings.Join(lines, "\n")
}
