package jsonx

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/scimgate/scimgate/scim"
)

func TestWhatIsAcceptedComesOutAsItWasSent(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"an empty object", ` {} `, `{}`},
		{"names in their order", `{"b":1,"a":2}`, `{"b":1,"a":2}`},
		{"eighteen digits", `{"n":123456789012345678}`, `{"n":123456789012345678}`},
		{"a fraction", `{"n":0.5}`, `{"n":0.5}`},
		{"null, booleans, lists and objects", `{"n":null,"t":true,"f":false,"l":[1,"x",{"y":[]}]}`, `{"n":null,"t":true,"f":false,"l":[1,"x",{"y":[]}]}`},
		{"escapes", `{"s":"\u00eb\n\ud83d\ude00"}`, `{"s":"ë\n😀"}`},
		{"names that differ in letter case only", `{"a":1,"A":2}`, `{"a":1,"A":2}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o, err := Decode(strings.NewReader(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if got := string(o.AppendJSON(nil)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestAWholeNumberIsAnInteger(t *testing.T) {
	o, err := Decode(strings.NewReader(`{"i":17,"f":17.0,"e":1e3}`))
	if err != nil {
		t.Fatal(err)
	}
	want := scim.NewObject("i", int64(17), "f", 17.0, "e", 1000.0)
	for name, w := range want.All() {
		if got, _ := o.Get(name); got != w {
			t.Errorf("%s is a %T %v, want a %T", name, got, got, w)
		}
	}
}

func TestWhatIsRefusedSaysWhy(t *testing.T) {
	cases := []struct{ name, in, reason string }{
		{"nothing", ``, "the body is empty"},
		{"white space", " \n", "the body is empty"},
		{"a list", `[]`, "the body is not a JSON object"},
		{"null", `null`, "the body is not a JSON object"},
		{"not JSON", `<xml/>`, "the body is not valid JSON"},
		{"a cut object", `{"a":`, "the JSON ends too early"},
		{"a cut list", `{"a":[1,`, "the JSON ends too early"},
		{"a trailing comma", `{"a":1,}`, "the body is not valid JSON"},
		{"a second value", `{} {}`, "there is more behind the JSON object"},
		{"a name twice", `{"userName":"a","userName":"b"}`, "a name stands twice in one object"},
		{"a name twice, once escaped", `{"a":1,"\u0061":2}`, "a name stands twice in one object"},
		{"a name twice, deep inside", `{"l":[{"a":1,"a":2}]}`, "a name stands twice in one object"},
		{"a byte that is not UTF-8", "{\"a\":\"\xff\"}", "the body is not UTF-8"},
		{"half of a surrogate pair", `{"a":"\ud83d"}`, "the body is not valid JSON"},
		{"a whole number that would lose digits", `{"a":12345678901234567890}`, "a number is too large"},
		{"a number without end", `{"a":1e999}`, "a number is too large"},
		{"lists without end", `{"a":` + strings.Repeat("[", 5000), "nested more than 64 levels deep"},
		{"objects without end", strings.Repeat(`{"a":`, 5000), "nested more than 64 levels deep"},
		{"names without end", `{"a":{` + names(MaxMembers+1) + `}}`, "an object has more than 1000 names"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Decode(strings.NewReader(c.in))
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Reason != c.reason {
				t.Errorf("got %v, want %q", err, c.reason)
			}
		})
	}
}

func TestTheReadersErrorIsReturnedAsItIs(t *testing.T) {
	if _, err := Decode(iotest.ErrReader(io.ErrClosedPipe)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}

func names(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"n` + strings.Repeat("x", i) + `":1`)
	}
	return b.String()
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{}`, `{"a":[1,2.5,"x",null,true,{"b":{}}]}`, `{"a":1,"a":2}`, "{\"\xff\":0}", `[[[[`, `{"n":-0}`, `{"a":9223372036854775807}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := Decode(strings.NewReader(string(text)))
		if err != nil {
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Fatalf("not an *Error: %v", err)
			}
			return
		}
		canonical := o.AppendJSON(nil)
		again, err := Decode(strings.NewReader(string(canonical)))
		if err != nil {
			t.Fatalf("%s became %s, which is refused: %v", text, canonical, err)
		}
		if got := string(again.AppendJSON(nil)); got != string(canonical) {
			t.Fatalf("%s became %s and then %s", text, canonical, got)
		}
	})
}
