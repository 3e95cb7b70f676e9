package sqldb_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/sqldb"
)

func TestAParameterIsANameBehindAColon(t *testing.T) {
	for _, c := range []struct {
		name string
		text string
		want []string
	}{
		{"anywhere a value may stand", "UPDATE t SET a = :a, b = f(:b) WHERE c=:c", []string{"a", "b", "c"}},
		{"at the beginning and the end", ":a = :b", []string{"a", "b"}},
		{"more than once", "SELECT :a, :b, :a", []string{"a", "b"}},
		{"of a joined entity", "SELECT :person.first_name", []string{"person.first_name"}},
		{"before the dot of something else", "SELECT (:a).1", []string{"a"}},
		{"in any letters", "SELECT :Größe, :_x, :a1", []string{"Größe", "_x", "a1"}},
		{"not inside a string", "SELECT ':a', 'it''s :b', :c", []string{"c"}},
		{"not inside a quoted name", "SELECT \":a\", `:b`, :c", []string{"c"}},
		{"not inside a comment", "SELECT 1 -- :a 'it\n, :b /* :c 'it */", []string{"b"}},
		{"not inside a comment that ends the text", "SELECT :a -- it's :b", []string{"a"}},
		{"not in a cast", "SELECT :a::text, b::int", []string{"a"}},
		{"not in an assignment", "CALL p(x := :a)", []string{"a"}},
		{"not in the slice of an array", "SELECT x[lo:hi], x[1:2], :a", []string{"a"}},
		{"not inside a dollar quote", "SELECT $$:a'$$, $tag$ $$ :b $tag$, :c", []string{"c"}},
		{"not where a dollar is part of a name", "SELECT a$b$c, :d", []string{"d"}},
		{"not a number", "SELECT '12':30, :a", []string{"a"}},
		{"nowhere", "SELECT 1", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := sqldb.Parse(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, n.Names()); diff != "" {
				t.Error(diff)
			}
			if n.String() != c.text {
				t.Errorf("the statement became %q", n)
			}
		})
	}
}

func TestAStatementIsWrittenFromLeftToRight(t *testing.T) {
	n, err := sqldb.Parse("UPDATE t SET a = :a, b = :b WHERE a <> :a;\n")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	var bound []string
	n.Write(func(s string) { text.WriteString(s) }, func(name string) {
		bound = append(bound, name)
		text.WriteString("?")
	})
	if want := "UPDATE t SET a = ?, b = ? WHERE a <> ?"; text.String() != want {
		t.Errorf("got %q, want %q", text.String(), want)
	}
	if diff := cmp.Diff([]string{"a", "b", "a"}, bound); diff != "" {
		t.Error(diff)
	}
}

func TestWhatDatabasesReadDifferentlyIsRefused(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"nothing", " ;\n"},
		{"two statements", "DELETE FROM a; DELETE FROM b"},
		{"a string that does not end", "SELECT 'it''s"},
		{"a quoted name that does not end", `SELECT "a`},
		{"a comment that does not end", "SELECT 1 /* it"},
		{"a dollar quote that does not end", "SELECT $a$ $b$"},
		{"a comment within a comment", "SELECT /* /* */ :a */ 1"},
		{"a backslash before a quote", `SELECT 'it\'s :a'`},
		{"a parameter without a name", "SELECT ?"},
		{"a parameter with a number", "SELECT $1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if n, err := sqldb.Parse(c.text); err == nil {
				t.Errorf("it was read as %q with %v", n, n.Names())
			}
		})
	}
}

// FuzzParse: nothing panics, nothing of a statement is lost, what is quoted has no parameters, and a statement whose
// parameters are bound has none any more.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"UPDATE t SET a = :a WHERE b = :b.c", "SELECT ':a', \":b\", `:c` -- :d\n /* :e */ :f", "SELECT $x$:a$x$, :b::text, c[1:2]",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quoted, err := sqldb.Parse("SELECT '" + strings.NewReplacer("'", "''", `\`, "", ";", "").Replace(text) + "'")
		if err != nil || len(quoted.Names()) > 0 {
			t.Errorf("a quoted text has parameters %v: %v", quoted.Names(), err)
		}
		n, err := sqldb.Parse(text)
		if err != nil {
			return
		}
		if s := strings.TrimSpace(text); !strings.HasPrefix(s, n.String()) {
			t.Errorf("%q became %q", s, n)
		}
		var bound strings.Builder
		n.Write(func(s string) { bound.WriteString(s) }, func(string) { bound.WriteString(" x1") })
		again, err := sqldb.Parse(bound.String())
		if err != nil || len(again.Names()) > 0 {
			t.Errorf("%q with its parameters bound is %q: %v, %v", text, bound.String(), again.Names(), err)
		}
	})
}
