package failpoint

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Order is what a test wants: one line of JSON.
type Order struct {
	Point   string        // where the process is to end; empty: nowhere
	Arrival int           // at which arrival there, from 1
	Ahead   time.Duration // how far the clock of the process is ahead
}

// Taken is the line that answers an Order. All others are points that were arrived at.
const Taken = "order taken"

// descriptor is that of the socket which a test hands on to the process.
const descriptor = 3

// Points are the places of one process. A nil *Points is a process that nobody watches.
type Points struct {
	socket net.Conn
	ahead  atomic.Int64

	mu    sync.Mutex
	order Order
}

// Inherited are the points of this process: nil unless its file descriptor 3 is a socket. It returns when the first
// order has been taken.
func Inherited() (*Points, error) {
	file := os.NewFile(descriptor, "failpoints")
	if info, err := file.Stat(); err != nil || info.Mode().Type() != os.ModeSocket {
		return nil, nil //nolint:nilerr,nilnil // then it is not ours
	}
	socket, err := net.FileConn(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	p, orders := New(socket), bufio.NewScanner(socket)
	if err := p.take(orders); err != nil {
		return nil, err
	}
	go func() {
		for p.take(orders) == nil {
		}
	}()
	return p, nil
}

// New are points that tell of arrivals by socket.
func New(socket net.Conn) *Points { return &Points{socket: socket} }

// take waits for an order and takes it.
func (p *Points) take(orders *bufio.Scanner) error {
	if !orders.Scan() {
		return errors.Join(net.ErrClosed, orders.Err())
	}
	var o Order
	if err := json.Unmarshal(orders.Bytes(), &o); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.order = o
	p.ahead.Store(int64(o.Ahead))
	return p.tell(Taken)
}

// At tells that a point is arrived at, and does not return where the process is to end there.
func (p *Points) At(point string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.tell(point) // whoever watched may be gone
	if point != p.order.Point {
		return
	}
	if p.order.Arrival--; p.order.Arrival == 0 {
		end()
	}
}

func (p *Points) tell(line string) error {
	_, err := fmt.Fprintln(p.socket, line)
	return err
}

// end kills the process. The signal need not have come when it has been sent.
func end() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		panic(err)
	}
	select {}
}

// around is at the point before a call; the function that it returns, at the one after.
func (p *Points) around(call string) (after func()) {
	p.At(call + " before")
	return func() { p.At(call + " after") }
}

// Statements is at a point before each statement that is sent by name.
func (p *Points) Statements(name string) func(text string) {
	return func(string) { p.At(name + " statement") }
}

// Clock is now, nil being the system's, as far ahead as was ordered. Of a process that nobody watches it is now itself.
func (p *Points) Clock(now func() time.Time) func() time.Time {
	if p == nil {
		return now
	}
	if now == nil {
		now = time.Now
	}
	return func() time.Time { return now().Add(time.Duration(p.ahead.Load())) }
}

// sequence is around the whole of a stream.
func sequence[K, V any](p *Points, call string, open func() iter.Seq2[K, V]) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		defer p.around(call)()
		open()(yield)
	}
}
