package testenv

import (
	"net"
	"sync"
	"testing"
	"time"
)

// Proxy stands between a client and a server that speak TCP, and makes the network between them fail.
type Proxy struct {
	Address string // where the client finds the server
	server  string
	listen  net.Listener

	mu      sync.Mutex
	changed sync.Cond
	holds   Side
	trickle Side
	kept    int // what is held back now
	passed  int // how often that was let go
	gone    int // what was held back and is not any more
	down    bool
	deaf    bool
	conns   map[net.Conn]bool
}

// Side is who says something.
type Side int

// What a Proxy may hold back.
const (
	Nothing  Side = 0
	Requests Side = 1
	Answers  Side = 2
)

// NewProxy stands before server, an address. It ends with the test.
func NewProxy(t testing.TB, server string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{Address: l.Addr().String(), server: server, listen: l, conns: map[net.Conn]bool{}}
	p.changed.L = &p.mu
	go p.accept()
	t.Cleanup(func() {
		_ = l.Close()
		p.Cut()
		p.Hold(Nothing)
		p.Deaf(false)
		p.Trickle(Nothing)
	})
	return p
}

// Cut breaks every connection there is.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		_ = c.Close()
	}
	clear(p.conns)
	p.changed.Broadcast()
}

// Down breaks every connection and lets no new one come about, until it is told otherwise.
func (p *Proxy) Down(down bool) {
	p.mu.Lock()
	p.down = down
	p.mu.Unlock()
	if down {
		p.Cut()
	}
}

// Deaf lets clients connect and nobody take their call, until it is told otherwise. Connections that there are go on.
func (p *Proxy) Deaf(deaf bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deaf = deaf
	p.changed.Broadcast()
}

// Hold keeps back what these sides say from now on; what was held back and is not any more arrives.
func (p *Proxy) Hold(sides Side) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.holds = sides
	p.changed.Broadcast()
}

// Trickle lets what these sides say from now on through at one byte a second.
func (p *Proxy) Trickle(sides Side) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.trickle = sides
	p.changed.Broadcast()
}

// Await returns when at least n connections have something that is held back, or trickles.
func (p *Proxy) Await(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.kept < n {
		p.changed.Wait()
	}
}

// Pass lets what is held back go, and holds back what comes after it.
func (p *Proxy) Pass() {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.gone + p.kept
	p.passed++
	p.changed.Broadcast()
	for p.gone < all {
		p.changed.Wait()
	}
}

func (p *Proxy) accept() {
	for {
		client, err := p.listen.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		for p.deaf {
			p.changed.Wait()
		}
		p.mu.Unlock()
		go p.connect(client)
	}
}

func (p *Proxy) connect(client net.Conn) {
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		_ = client.Close()
		return
	}
	if !p.admit(client, server) {
		_ = client.Close()
		_ = server.Close()
		return
	}
	go p.pass(client, server, Requests)
	p.pass(server, client, Answers)
}

func (p *Proxy) admit(conns ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		p.conns[c] = true
	}
	return !p.down
}

// pass copies what from says to to, and ends both together.
func (p *Proxy) pass(from, to net.Conn, side Side) {
	defer func() {
		_ = from.Close()
		_ = to.Close()
		p.mu.Lock()
		delete(p.conns, from)
		p.mu.Unlock()
	}()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		p.wait(from, side)
		said := buffer[:n]
		for len(said) > 1 && p.trickles(from, side) {
			if _, err := to.Write(said[:1]); err != nil {
				return
			}
			said = said[1:]
		}
		if len(said) > 0 {
			if _, err := to.Write(said); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// wait returns when side is not held back, or from is cut.
func (p *Proxy) wait(from net.Conn, side Side) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.holds&side == 0 {
		return
	}
	p.kept++
	p.changed.Broadcast()
	for passed := p.passed; p.holds&side != 0 && p.conns[from] && p.passed == passed; {
		p.changed.Wait()
	}
	p.kept--
	p.gone++
	p.changed.Broadcast()
}

// trickles reports, a second later, whether side trickles; less later once it does not, or from is cut.
func (p *Proxy) trickles(from net.Conn, side Side) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.trickle&side == 0 {
		return false
	}
	p.kept++
	p.changed.Broadcast()
	over := false
	tick := time.AfterFunc(time.Second, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		over = true
		p.changed.Broadcast()
	})
	defer tick.Stop()
	for !over && p.trickle&side != 0 && p.conns[from] {
		p.changed.Wait()
	}
	p.kept--
	p.gone++
	return p.trickle&side != 0 && p.conns[from]
}
