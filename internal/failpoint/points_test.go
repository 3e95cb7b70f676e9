package failpoint

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

// watched are points, and what they have told when the socket is closed.
func watched(t *testing.T) (p *Points, told func() []string) {
	t.Helper()
	ours, theirs := net.Pipe()
	lines := make(chan []string, 1)
	go func() {
		var all []string
		for s := bufio.NewScanner(theirs); s.Scan(); {
			all = append(all, s.Text())
		}
		lines <- all
	}()
	return New(ours), func() []string {
		ours.Close()
		return <-lines
	}
}

func TestEveryMethodThatTakesAContextHasAPointBeforeAndOneAfter(t *testing.T) {
	p, told := watched(t)
	var want []string
	for name, decorated := range map[string]any{"store": Store("store", nil, p), "entity": Entity("entity", nil, p)} {
		v := reflect.ValueOf(decorated)
		iface := map[string]reflect.Type{"store": reflect.TypeFor[correlation.Store](), "entity": reflect.TypeFor[connectors.Entity]()}[name]
		for m := range iface.Methods() {
			if m.Type.NumIn() == 0 || m.Type.In(0) != reflect.TypeFor[context.Context]() {
				continue
			}
			want = append(want, fmt.Sprintf("%s.%s before", name, m.Name), fmt.Sprintf("%s.%s after", name, m.Name))
			callNobody(v.MethodByName(m.Name))
		}
	}
	if diff := cmp.Diff(want, told()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// callNobody calls a method of a decorator around nothing, and reads the stream that it answers.
func callNobody(method reflect.Value) {
	defer func() { _ = recover() }() // there is nobody behind it
	var args []reflect.Value
	for in := range method.Type().Ins() {
		args = append(args, reflect.Zero(in))
	}
	if method.Type().IsVariadic() {
		args = args[:len(args)-1]
	}
	for _, result := range method.Call(args) {
		if result.Kind() == reflect.Func {
			for range result.Seq2() {
				break
			}
		}
	}
}

type open struct{ left int }

func (o *open) Enter(context.Context) (func(), error) { return func() { o.left++ }, nil }

func TestARequestHasAPointBeforeAndOneAfter(t *testing.T) {
	p, told := watched(t)
	inner := &open{}
	leave, err := Gate("desk", inner, p).Enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	leave()
	if diff := cmp.Diff([]string{"desk request before", "desk request after"}, told()); diff != "" || inner.left != 1 {
		t.Errorf("left %d times (-want +got)\n%s", inner.left, diff)
	}
}

func TestAClockIsAsFarAheadAsWasOrdered(t *testing.T) {
	ours, theirs := net.Pipe()
	p := New(ours)
	start := time.Date(2030, 1, 1, 9, 0, 0, 0, time.UTC)
	now := p.Clock(func() time.Time { return start })
	if got := now(); !got.Equal(start) {
		t.Errorf("before any order it is %s", got)
	}
	go func() { fmt.Fprintln(theirs, `{"Ahead":31000000000}`) }()
	answer := make(chan string, 1)
	go func() {
		s := bufio.NewScanner(theirs)
		s.Scan()
		answer <- s.Text()
	}()
	if err := p.take(bufio.NewScanner(ours)); err != nil || <-answer != Taken {
		t.Fatal(err)
	}
	if got := now(); !got.Equal(start.Add(31 * time.Second)) {
		t.Errorf("it is %s", got)
	}
}

func TestAProgramThatNobodyWatchesHasNoPoints(t *testing.T) {
	var none *Points
	none.At("anywhere")
	if none.Clock(nil) != nil {
		t.Error("it has a clock")
	}
}
