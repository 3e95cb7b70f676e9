package e2e

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// wire stands between the gateway and PostgreSQL and reads the plans that auto_explain sends as notices, one for
// each statement that was really executed, with what its nodes really did.
type wire struct {
	t  *testing.T
	mu sync.Mutex
	// statements since the last Take
	statements []statement
}

// statement is what auto_explain says about one execution.
type statement struct {
	Text string `json:"Query Text"`
	Plan plan   `json:"Plan"`
}

type plan struct {
	Node      string  `json:"Node Type"`
	Relation  string  `json:"Relation Name"`
	Index     string  `json:"Index Name"`
	Rows      float64 `json:"Actual Rows"`
	Loops     float64 `json:"Actual Loops"`
	Discarded float64 `json:"Rows Removed by Filter"`
	Hit       float64 `json:"Shared Hit Blocks"` // with those of the plans below
	Read      float64 `json:"Shared Read Blocks"`
	Plans     []plan  `json:"Plans"`
}

// scans calls f for every node of the plan that reads a table, with the number of rows that it looked at.
func (p plan) scans(f func(node plan, rows float64)) {
	if p.Relation != "" && strings.HasSuffix(p.Node, "Scan") {
		f(p, (p.Rows+p.Discarded)*max(p.Loops, 1))
	}
	for _, child := range p.Plans {
		child.scans(f)
	}
}

// tap puts a wire in front of the server of dsn and returns the DSN that leads through it.
func tap(t *testing.T, dsn string) (*wire, string) {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	server := u.Host
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	w := &wire{t: t}
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", server)
			if err != nil {
				_ = in.Close()
				continue
			}
			go func() {
				_, _ = io.Copy(out, in)
				_ = out.Close()
			}()
			go w.follow(in, out)
		}
	}()
	u.Host = l.Addr().String()
	q := u.Query()
	q.Set("options", strings.Join([]string{
		"-c session_preload_libraries=auto_explain", "-c auto_explain.log_min_duration=0", "-c auto_explain.log_analyze=on",
		"-c auto_explain.log_format=json", "-c auto_explain.log_level=notice", "-c auto_explain.log_timing=off", "-c auto_explain.log_buffers=on",
	}, " "))
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return w, u.String()
}

// follow passes the server's messages on, and reads the notices among them.
func (w *wire) follow(client io.WriteCloser, server io.Reader) {
	defer client.Close()
	r := bufio.NewReader(server)
	for {
		head := make([]byte, 5)
		if _, err := io.ReadFull(r, head); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(head[1:])-4)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		if head[0] == 'N' {
			w.note(body)
		}
		if _, err := client.Write(append(head, body...)); err != nil {
			return
		}
	}
}

// note reads a NoticeResponse: fields of one letter and a text each.
func (w *wire) note(body []byte) {
	for field := range strings.SplitSeq(string(body), "\x00") {
		_, text, ok := strings.Cut(field, "plan:\n")
		if !ok || field[0] != 'M' {
			continue
		}
		var s statement
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			w.t.Errorf("a plan that is no JSON: %v\n%s", err, text)
		}
		w.mu.Lock()
		w.statements = append(w.statements, s)
		w.mu.Unlock()
	}
}

// take returns the statements since the last call. A request's statements are complete when its answer is there,
// because their notices travel before their results.
func (w *wire) take() []statement {
	w.mu.Lock()
	defer w.mu.Unlock()
	taken := w.statements
	w.statements = nil
	return taken
}
