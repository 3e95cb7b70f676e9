package helpdesk

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/golden"
)

// A section is named after what a client asks for, and holds the request and behind it the calls that it costs:
//
//	-- a user by id --
//	GET /Users/{{user ada}}
//
//	GET /api/v1/agents/1
func TestRequestsCostTheseCalls(t *testing.T) {
	sites := map[string]func(*testing.T) site{"helpdesk": desk, "switchboard": board}
	for name, open := range sites {
		golden.Run(t, "testdata/"+name+".txtar", func(t *testing.T, c *golden.Case) {
			s := open(t)
			for _, title := range c.Names() {
				text, _ := c.File(title)
				request, _, _ := strings.Cut(strings.TrimSpace(text), "\n\n")
				c.Want(title, request+"\n\n"+s.cost(t, request))
			}
		})
	}
}

var named = regexp.MustCompile(`\{\{(user|group) ([^}]+)\}\}`)

// cost sends a request, whose status stands behind it, and lists the calls that were made meanwhile.
func (s site) cost(t *testing.T, request string) string {
	t.Helper()
	in := site{s.In(t), s.app, s.clock}
	request = in.resolved(t, request)
	line, body, _ := strings.Cut(request, "\n")
	var method, path string
	var status int
	if _, err := fmt.Sscanf(line, "%s %s %d", &method, &path, &status); err != nil {
		t.Fatalf("%q is no request with a status: %v", line, err)
	}
	s.app.Forget()
	in.Send(status, method, strings.ReplaceAll(path, `"`, "%22"), body)
	return listed(s.app.Calls())
}

// resolved has ids in the place of names.
func (s site) resolved(t *testing.T, text string) string {
	t.Helper()
	return named.ReplaceAllStringFunc(text, func(name string) string {
		m := named.FindStringSubmatch(name)
		if m[1] == "user" {
			return s.User(m[2])
		}
		return s.Group(m[2])
	})
}

// listed are calls as a file has them. Reads that stand together may be made at once, in any order.
func listed(calls []legacy.Call) string {
	var lines, reads []string
	for _, c := range calls {
		line := c.Method + " " + c.Path
		if query := shortened(c.Query); query != "" {
			line += "?" + query
		}
		if c.Method == "GET" {
			reads = append(reads, line)
			continue
		}
		lines = append(append(lines, slices.Sorted(slices.Values(reads))...), line)
		reads = nil
	}
	lines = append(lines, slices.Sorted(slices.Values(reads))...)
	if len(lines) == 0 {
		return "none\n"
	}
	return strings.Join(lines, "\n") + "\n"
}

// shortened is a query for readers: of a long list the first, the last, and how many there are.
func shortened(query string) string {
	var out []string
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		value, _ = url.QueryUnescape(value)
		if list := strings.Split(value, ","); len(list) > 5 {
			value = fmt.Sprintf("%s…%s(%d)", list[0], list[len(list)-1], len(list))
		}
		if pair != "" {
			out = append(out, name+"="+value)
		}
	}
	return strings.Join(out, "&")
}
