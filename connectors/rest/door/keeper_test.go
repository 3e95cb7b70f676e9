package door

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

func TestOneTokenServesAHundredAtOnce(t *testing.T) {
	i := newIssuer(t)
	gate := &turnstile{}
	c := dial(t, i.URL, oauth, Options{Gate: gate})
	atOnce := func() {
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() { works(t, c) })
		}
		group.Wait()
	}
	atOnce()
	if n := i.count("/token"); n != 1 {
		t.Errorf("%d tokens were asked for at first", n)
	}
	i.takeBack()
	atOnce()
	if n := i.count("/token"); n != 2 {
		t.Errorf("%d tokens were asked for in the end", n)
	}
	if gate.in != gate.out || gate.in != len(i.calls) {
		t.Errorf("%d went in and %d out for %d requests", gate.in, gate.out, len(i.calls))
	}
}

func TestATokenIsRenewedBeforeItEndsAndNobodyWaits(t *testing.T) {
	for name, life := range map[string]string{"a number": "3600", "a text": `"3600"`} {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.life = life
			now := newClock()
			c := dial(t, i.URL, oauth, Options{Now: now.now})
			works(t, c)
			now.pass(3569 * time.Second)
			works(t, c)
			if n := i.count("/token"); n != 1 {
				t.Errorf("%d tokens before it was time", n)
			}
			held := make(chan bool)
			i.set(func() { i.instead = func(w http.ResponseWriter) { <-held } })
			now.pass(time.Second)
			works(t, c) // while the endpoint does not answer
			close(held)
			i.set(func() { i.instead = nil })
			c.source.(*keeper).group.Wait()
			now.pass(time.Minute)
			works(t, c)
		})
	}
}

func TestATokenServesToItsEndWhenNoOtherCanBeHad(t *testing.T) {
	i := newIssuer(t)
	now := newClock()
	c := dial(t, i.URL, oauth, Options{Now: now.now})
	works(t, c)
	i.set(func() { i.instead = func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) } })
	now.pass(3570 * time.Second)
	for range 3 {
		works(t, c)
		c.source.(*keeper).group.Wait()
	}
	if n := i.count("/token"); n != 2 {
		t.Errorf("the endpoint that is down was asked %d times", n-1)
	}
	now.pass(30 * time.Second)
	if _, err := get(t.Context(), c, "/x"); connectors.KindOf(err) != connectors.Unavailable {
		t.Errorf("after its end: %v", err)
	}
	i.set(func() { i.instead = nil })
	works(t, c)
}

func TestATokenThatIsRefusedIsReplacedOnce(t *testing.T) {
	i := newIssuer(t)
	c := dial(t, i.URL, oauth, Options{})
	works(t, c)
	i.takeBack()
	works(t, c)
	i.takeBack()
	works(t, c)
	if n := i.count("/token"); n != 3 {
		t.Errorf("%d tokens", n)
	}
}

func TestAnApplicationThatRefusesEverythingIsNotAskedForever(t *testing.T) {
	i := newIssuer(t)
	now := newClock()
	c := dial(t, i.URL, oauth, Options{Now: now.now})
	i.refuses = true
	var refused atomic.Int64
	storm := func() {
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if res, err := get(t.Context(), c, "/x"); err == nil && res.Status == http.StatusUnauthorized {
					refused.Add(1)
				}
			})
		}
		group.Wait()
	}
	storm()
	storm()
	if n := i.count("/token"); refused.Load() != 100 || n != 1 || i.count("/x") != 100 {
		t.Errorf("%d refused, %d tokens, %d calls", refused.Load(), n, i.count("/x"))
	}
	now.pass(patience)
	storm()
	if n := i.count("/token"); n != 2 {
		t.Errorf("%d tokens after a while", n)
	}
	i.set(func() { i.refuses = false })
	works(t, c)
}

func TestWhoeverGivesUpLeavesTheTokenToTheOthers(t *testing.T) {
	i := newIssuer(t)
	asked, held := make(chan bool), make(chan bool)
	i.instead = func(w http.ResponseWriter) {
		asked <- true
		<-held
		w.Header().Set("Content-Type", "application/json")
		i.set(func() { i.good["late"] = true })
		_, _ = w.Write([]byte(`{"access_token":"late"}`))
	}
	c := dial(t, i.URL, oauth, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error)
	go func() { _, err := post(ctx, c, "/x", "{}"); first <- err }()
	<-asked
	var group sync.WaitGroup
	group.Go(func() { works(t, c) })
	cancel()
	if err := <-first; err != context.Canceled {
		t.Errorf("got %v", err)
	}
	close(held)
	group.Wait()
	if n := i.count("/token"); n != 1 {
		t.Errorf("%d tokens", n)
	}
}

func TestCloseEndsWhatGoesOnBehind(t *testing.T) {
	asked := make(chan bool, 1)
	url := wild(t, func(c net.Conn, r *http.Request) { asked <- true; staysSilent(c, r) })
	c := dial(t, url, oauth, Options{})
	done := make(chan error)
	go func() { _, err := post(t.Context(), c, "/x", "{}"); done <- err }()
	<-asked
	_ = c.Close()
	if err := <-done; connectors.KindOf(err) != connectors.Unavailable && !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := post(t.Context(), c, "/x", "{}"); connectors.KindOf(err) != connectors.Unavailable {
		t.Errorf("got %v", err)
	}
}
