package legacy

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTroubleMeetsTheCallsItIsFor(t *testing.T) {
	o := open(t, Style{})
	o.Cause(
		Trouble{Path: "/codes", Status: 503, RetryAfter: "2", After: 1, Times: 2},
		Trouble{Method: "POST", Status: 429},
	)
	o.wants("GET", "/codes", "", 200, "…")
	o.wants("GET", "/lines", "", 200, "…")
	if a := o.wants("GET", "/codes", "", 503, ""); a.header.Get("Retry-After") != "2" {
		t.Errorf("%v", a.header)
	}
	o.wants("POST", "/codes", `{"code":"x"}`, 503, "")
	o.wants("GET", "/codes", "", 200, "…")
	for range 3 {
		o.wants("POST", "/codes", `{"code":"x"}`, 429, "")
	}
	o.Calm()
	o.wants("POST", "/codes", `{"code":"x"}`, 201, "…")
}

func TestAConnectionIsDroppedBeforeOrAfterTheWork(t *testing.T) {
	for drop, want := range map[Drop]int{BeforeTheWork: 0, AfterTheWork: 1} {
		o := open(t, Style{})
		o.Cause(Trouble{Drop: drop})
		if a, err := o.try("POST", "/lines", `{"text":"x"}`); err == nil {
			t.Errorf("answered %v", a)
		}
		if n := len(o.Rows("lines")); n != want {
			t.Errorf("%v: %d lines", drop, n)
		}
	}
}

func TestAnAnswerMayEndInTheMiddle(t *testing.T) {
	o := open(t, Style{})
	o.Cause(Trouble{Torn: true, Times: 1})
	if a, err := o.try("GET", "/codes", ""); err == nil || a.status != 200 || !strings.HasPrefix(a.text, "[") {
		t.Errorf("%v %v", a, err)
	}
	o.wants("GET", "/codes", "", 200, "…")
}

func TestWhoDoesNotWaitHasChangedNothing(t *testing.T) {
	o := open(t, Style{})
	o.Cause(Trouble{Wait: time.Hour})
	ctx, leave := context.WithCancel(t.Context())
	go leave()
	if _, err := o.within(ctx, "POST", "/lines", `{"text":"x"}`); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n := len(o.Rows("lines")); n != 0 {
		t.Errorf("%d lines", n)
	}
}

func TestCallsAreKept(t *testing.T) {
	o := open(t, Style{})
	o.call("GET", "/codes/a%2Fb?x=1", "")
	o.call("GET", "/nothing", "")
	want := []Call{{"GET", "/codes/a%2Fb", "x=1", 200}, {"GET", "/nothing", "", 404}}
	if d := cmp.Diff(want, o.Calls()); d != "" {
		t.Error(d)
	}
	o.Forget()
	if got := o.Calls(); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
