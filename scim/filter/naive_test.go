package filter

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/scim"
)

// TestMatchAgreesWithANaiveEvaluation evaluates random filters on random resources twice: by Match, and by naive, which
// shares no code with it and works on the resource's JSON.
func TestMatchAgreesWithANaiveEvaluation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawDevice(t)
		text := drawFilter(t, 0, topLevel)
		x, err := Parse(text, nil)
		if err != nil {
			t.Fatalf("Parse(%s): %v", text, err)
		}
		bound, err := Bind(device, x, nil)
		if err != nil {
			t.Fatalf("Bind(%s): %v", text, err)
		}
		var doc map[string]any
		d := json.NewDecoder(strings.NewReader(string(scim.AppendJSON(nil, r))))
		d.UseNumber()
		if err := d.Decode(&doc); err != nil {
			t.Fatal(err)
		}
		if got, want := Match(bound, r), naive(x, doc); got != want {
			t.Fatalf("Match(%s) is %v, naively %v, on\n%s", text, got, want, scim.AppendJSON(nil, r))
		}
	})
}

// naive evaluates a filter as it was parsed on a resource as it was decoded.
func naive(x Expr, doc map[string]any) bool {
	switch x := x.(type) {
	case And:
		holds := true
		for _, t := range x.Terms {
			holds = holds && naive(t, doc)
		}
		return holds
	case Or:
		holds := false
		for _, t := range x.Terms {
			holds = holds || naive(t, doc)
		}
		return holds
	case Not:
		return !naive(x.Term, doc)
	case Element:
		for _, v := range naiveValues(x.Name, doc) {
			if e, ok := v.(map[string]any); ok && naive(x.Term, e) {
				return true
			}
		}
		return false
	case Compare:
		return naiveCompare(x, naiveValues(x.Name, doc))
	}
	panic("no such filter")
}

func naiveCompare(c Compare, values []any) bool {
	holding := 0
	for _, v := range values {
		empty, _ := json.Marshal(v)
		switch have := v.(type) {
		case map[string]any:
			if c.Op == Pr || c.Value == nil {
				if string(empty) != "{}" {
					holding++
				}
				continue
			}
			v = have["value"]
		case nil:
			continue
		}
		if c.Op == Pr || c.Value == nil || v != nil && naiveHolds(c, v) {
			holding++
		}
	}
	if c.Op == Ne && c.Value != nil || c.Op == Eq && c.Value == nil {
		return holding == 0
	}
	return holding > 0
}

// naiveHolds tests one value; ne is tested as eq.
func naiveHolds(c Compare, v any) bool {
	order := 0
	switch want := c.Value.(type) {
	case bool:
		return v == want
	case int64, float64:
		order = rational(v).Cmp(rational(want))
	case string:
		have := v.(string)
		if h, err := time.Parse(time.RFC3339, have); err == nil {
			w, err := time.Parse(time.RFC3339, want)
			if err != nil {
				panic(err)
			}
			order = int(h.Sub(w))
			break
		}
		if c.Name.Attr != "serial" {
			have = norm.NFC.String(cases.Fold().String(norm.NFC.String(have)))
			want = norm.NFC.String(cases.Fold().String(norm.NFC.String(want)))
		}
		switch c.Op {
		case Co:
			return strings.Index(have, want) >= 0
		case Sw:
			return strings.Index(have, want) == 0
		case Ew:
			return strings.LastIndex(have, want) >= 0 && strings.LastIndex(have, want) == len(have)-len(want)
		}
		if have < want {
			order = -1
		} else if have > want {
			order = 1
		}
	}
	return map[Op]bool{
		Eq: order == 0, Ne: order == 0, Gt: order > 0, Ge: order >= 0, Lt: order < 0, Le: order <= 0,
	}[c.Op]
}

func rational(v any) *big.Rat {
	text, _ := json.Marshal(v)
	r, ok := new(big.Rat).SetString(string(text))
	if !ok {
		panic("no number: " + string(text))
	}
	return r
}

// naiveValues finds all values under a name; of a list, each of its elements.
func naiveValues(n Name, doc map[string]any) []any {
	under := []any{doc}
	for _, name := range []string{n.URN, n.Attr, n.Sub} {
		if name == "" {
			continue
		}
		var next []any
		for _, o := range under {
			fields, _ := o.(map[string]any)
			if list, ok := fields[name].([]any); ok {
				next = append(next, list...)
			} else if v, ok := fields[name]; ok {
				next = append(next, v)
			}
		}
		under = next
	}
	return under
}
