package door

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

var metadata = netip.MustParseAddr("169.254.169.254")

// wild is a server that does with its connections what it likes.
func wild(t *testing.T, each func(net.Conn, *http.Request)) (url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if r, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = io.Copy(io.Discard, r.Body)
					each(conn, r)
				}
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

func says(text string) func(net.Conn, *http.Request) {
	return func(c net.Conn, _ *http.Request) { _, _ = io.WriteString(c, text) }
}

// staysSilent waits until the other side has had enough.
func staysSilent(c net.Conn, _ *http.Request) { _, _ = io.Copy(io.Discard, c) }

func TestWithoutAWholeAnswerNobodyKnowsWhatAWriteDid(t *testing.T) {
	for _, c := range []struct {
		name  string
		each  func(net.Conn, *http.Request)
		lines string
	}{
		{"it hangs up", func(net.Conn, *http.Request) {}, ""},
		{"it says what is no HTTP", says("s3cret s3cret\r\n\r\n"), ""},
		{"half a header", says("HTTP/1.1 200 OK\r\nX-A: s3c"), ""},
		{"a header that is none", says("HTTP/1.1 200 OK\r\ns3cret\r\n\r\n"), ""},
		{"half a body", says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"login\": \"s3cret\""), ""},
		{"half a chunk", says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\ns3cret"), ""},
		{"half a gzip", says("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"), ""},
		{"a gzip that is none", says("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\ns3crets3cr"), ""},
		{"two lengths", says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\ns3cret"), ""},
		{"silence", staysSilent, "timeout: 500ms\n"},
		{"a head and silence", func(c net.Conn, r *http.Request) {
			says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")(c, r)
			staysSilent(c, r)
		}, "timeout: 500ms\n"},
		{"endless headers", func(c net.Conn, _ *http.Request) {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n")
			for err := error(nil); err == nil; {
				_, err = io.WriteString(c, "X-More: s3cret\r\n")
			}
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client := dial(t, wild(t, c.each), c.lines+"auth: {query: key, value: s3cret}\n", Options{})
			for method, want := range map[string]connectors.Kind{
				"GET": connectors.Unavailable, "HEAD": connectors.Unavailable, "POST": connectors.OutcomeUnknown, "PUT": connectors.OutcomeUnknown,
				"PATCH": connectors.OutcomeUnknown, "DELETE": connectors.OutcomeUnknown,
			} {
				req := Request{Method: method, URL: "/people/s3cret?mail=s3cret"}
				if method[0] == 'P' {
					req.Body = []byte("s3cret")
				}
				_, err := client.Do(t.Context(), req)
				if method == "HEAD" && err == nil {
					continue // it has no body that could be half
				}
				if connectors.KindOf(err) != want || errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s: %v", method, err)
				}
				if err != nil && strings.Contains(err.Error(), "s3c") {
					t.Errorf("%s: the error tells what was sent: %v", method, err)
				}
			}
		})
	}
}

func TestAnEndlessBodyIsCutOff(t *testing.T) {
	client := dial(t, wild(t, func(c net.Conn, _ *http.Request) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
		for err := error(nil); err == nil; {
			_, err = io.WriteString(c, strings.Repeat("s3cret", 1000))
		}
	}), "max_body: 64KiB\n", Options{})
	for method, want := range map[string]connectors.Kind{"GET": connectors.Internal, "DELETE": connectors.OutcomeUnknown} {
		_, err := client.Do(t.Context(), Request{Method: method, URL: "/x"})
		if connectors.KindOf(err) != want || !errors.Is(err, ErrTooLarge) || strings.Contains(err.Error(), "s3c") {
			t.Errorf("%s: %v", method, err)
		}
	}
}

func TestWhatWasNotSentWroteNothing(t *testing.T) {
	closed := wild(t, staysSilent)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + l.Addr().String()
	_ = l.Close()
	plain := serve(t, func(http.ResponseWriter, *http.Request) {})
	for _, c := range []struct{ name, lines, text string }{
		{"nobody listens", "base_url: " + nobody, "connection refused"},
		{"it hangs up before TLS", "base_url: " + strings.Replace(closed, "http:", "https:", 1), "EOF"},
		{"it does not speak TLS", "base_url: " + strings.Replace(plain.URL, "http:", "https:", 1), "does not look like a TLS handshake"},
		{"nobody tells the address", "base_url: http://desk.example.com", "desk.example.com"},
		{"a proxy that is not there", "base_url: http://desk.example.com\nproxy: http://gate:s3cret@" + nobody[len("http://"):], "connection refused"},
		{"a proxy that refuses", "base_url: https://desk.example.com\nproxy: http://gate:s3cret@" + plain.URL[len("http://"):] + "/", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := dial(t, "", c.lines+"\n", Options{})
			client.guard.resolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, net.ErrClosed }}
			client.transport = client.settings.transport(client.trust.own)
			_, err := post(t.Context(), client, "/people?mail=s3cret", "s3cret")
			if connectors.KindOf(err) != connectors.Unavailable || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), c.text) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestACallersEndIsItsOwnErrorUntilAWriteWasSent(t *testing.T) {
	arrived := make(chan bool)
	client := dial(t, wild(t, func(c net.Conn, r *http.Request) { arrived <- true; staysSilent(c, r) }), "", Options{})
	for method, want := range map[string]connectors.Kind{"GET": connectors.Internal, "POST": connectors.OutcomeUnknown} {
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-arrived; cancel() }()
		_, err := client.Do(ctx, Request{Method: method, URL: "/x"})
		if connectors.KindOf(err) != want || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", method, err)
		}
		_, err = client.Do(ctx, Request{Method: method, URL: "/x"})
		if err != context.Canceled {
			t.Errorf("%s after the end: %v", method, err)
		}
	}
}

// TestAWriteIsSentOnce has a server that takes a request on a connection that served before, and hangs up: what a client
// may try again on its own account with a read, and not with a write.
func TestAWriteIsSentOnce(t *testing.T) {
	requests := make(chan string, 100)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				in := bufio.NewReader(conn)
				for n := 0; ; n++ {
					r, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					_, _ = io.Copy(io.Discard, r.Body)
					requests <- r.Method
					if n == 1 {
						return
					}
					_, _ = io.WriteString(conn, "HTTP/1.1 204 No Content\r\n\r\n")
				}
			}()
		}
	}()
	for _, method := range []string{"POST", "DELETE", "PUT"} {
		client := dial(t, "http://"+l.Addr().String(), "", Options{})
		if _, err := get(t.Context(), client, "/x"); err != nil {
			t.Fatal(err)
		}
		<-requests
		req := Request{Method: method, URL: "/x"}
		if method != "DELETE" {
			req.Body = []byte("{}")
		}
		if _, err := client.Do(t.Context(), req); connectors.KindOf(err) != connectors.OutcomeUnknown {
			t.Errorf("%s: %v", method, err)
		}
		<-requests
		select {
		case again := <-requests:
			t.Errorf("%s was sent again as %s", method, again)
		default:
		}
	}
}

func TestAnAnswerByteByByteEndsWithTheTime(t *testing.T) {
	client := dial(t, wild(t, func(c net.Conn, _ *http.Request) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for err := error(nil); err == nil; <-tick.C {
			_, err = c.Write([]byte{'x'})
		}
	}), "timeout: 200ms\n", Options{})
	_, err := get(t.Context(), client, "/x")
	if connectors.KindOf(err) != connectors.Unavailable || !strings.Contains(err.Error(), "within 200ms") {
		t.Errorf("got %v", err)
	}
}
