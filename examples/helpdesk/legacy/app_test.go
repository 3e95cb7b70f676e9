package legacy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRowsAreCopiesInTheOrderOfTheirKeys(t *testing.T) {
	o := open(t, Style{})
	o.insert("links", Row{"team": int64(0), "person": int64(9)})
	rows := o.Rows("links")
	if d := cmp.Diff(Row{"team": int64(0), "person": int64(9), "by": nil}, rows[0]); d != "" {
		t.Error(d)
	}
	rows[0]["by"] = "other"
	if o.Rows("links")[0]["by"] != nil {
		t.Error("a row was changed from outside")
	}
	o.insert("lines", Row{"text": "z"}, Row{"text": "a"})
	if got := o.Rows("lines"); got[0]["text"] != "z" {
		t.Errorf("%v", got)
	}
	if o.Rows("nothing") != nil || o.Insert("nothing", Row{}) == nil {
		t.Error("there is no such collection")
	}
}

func TestNumbersCanBeginLater(t *testing.T) {
	o := open(t, Style{})
	o.CountFrom("people", "no", 100)
	o.CountFrom("people", "no", 50)
	o.wants("POST", "/people", `{"login":"x"}`, 201, "…")
	if got := o.Rows("people")[5]["no"]; got != int64(100) {
		t.Error(got)
	}
}

func TestAnInsertPastHTTPIsDistinctToo(t *testing.T) {
	o := open(t, Style{})
	if err := o.Insert("people", Row{"login": "ADA"}); err == nil || err.Error() != "people: login has already been taken" {
		t.Error(err)
	}
	if n := len(o.Rows("people")); n != 5 {
		t.Errorf("%d people", n)
	}
}

func TestCollectionsThatDoNotFitTogetherAreRefused(t *testing.T) {
	field := []Field{{Name: "a", Type: Integer}}
	for want, c := range map[string]Collection{
		`x has no field "b"`:              {Name: "x", Fields: field, Key: []string{"b"}},
		`x.a: error parsing regexp`:       {Name: "x", Fields: []Field{{Name: "a", Pattern: "("}}},
		`there is no collection "y"`:      {Name: "x", Fields: field, Subs: []Sub{{Name: "s", Of: "y"}}},
		`x has no field "m"`:              {Name: "x", Fields: field, Subs: []Sub{{Name: "s", Of: "x", Member: "m"}}},
		`x needs a key of one part`:       {Name: "x", Fields: field, Subs: []Sub{{Name: "s", Of: "x"}}},
		`"y" is no collection with a key`: {Name: "x", Fields: field, Subs: []Sub{{Name: "s", Of: "x", Member: "a", Target: "y"}}},
		`no field "b" in x`:               {Name: "x", Fields: field, Key: []string{"a"}, Subs: []Sub{{Name: "s", Of: "x", By: map[string]string{"b": "a"}}}},
	} {
		if _, err := New(Style{}, c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
