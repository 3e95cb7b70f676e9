package dialogues

import (
	"flag"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite answers, rows and tolerances with what comes out")

func TestDialoguesOnSQLite(t *testing.T) { hr("sqlite").hold(t) }

func TestDialoguesOnPostgreSQL(t *testing.T) { hr("postgres").hold(t) }

func TestDialoguesAtTheHelpDesk(t *testing.T) { desk().hold(t) }

func TestDialoguesAtTheSwitchboard(t *testing.T) { board().hold(t) }

// hold holds every dialogue as it is written.
func (p place) hold(t *testing.T) { t.Helper(); p.holdOnly(t, func(*dialogue) bool { return true }) }

// holdOnly holds some of the dialogues.
func (p place) holdOnly(t *testing.T, these func(*dialogue) bool) {
	t.Helper()
	for _, d := range dialogues(t) {
		if !these(d) {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			c := begin(t, p, d)
			for _, s := range d.steps {
				c.take(t, s)
			}
			c.end(t)
			switch {
			case *update && p.apart:
				c.apart.write(t, d)
			case *update:
				d.write(t)
			}
		})
	}
}

// A client that lost an answer sends its request again. That must change nothing, and tell it what it wanted to know.
func TestRequestsCanBeSentTwice(t *testing.T) {
	for _, p := range []place{hr("sqlite"), hr("postgres"), desk(), board()} {
		for _, d := range dialogues(t) {
			t.Run(p.name+"/"+d.name, func(t *testing.T) {
				c := begin(t, p, d)
				for _, s := range d.steps {
					c.again(t, s, c.take(t, s))
				}
			})
		}
	}
}

// conversation is a dialogue being held.
type conversation struct {
	*dialogue
	*site
	names  *names
	before database
	apart  *apart // nil: the dialogue says it all
}

// begin opens a site and names those who are there.
func begin(t *testing.T, p place, d *dialogue) *conversation {
	t.Helper()
	s := p.open(t)
	c := &conversation{d, s, newNames(s), s.snapshot(t), nil}
	if p.apart {
		c.apart = d.at(t, p, c.names)
	}
	for _, path := range []string{s.people, "/Groups"} {
		c.names.learnFrom(c.send(t, request(t, s.base, d.headers, "GET "+path)), path)
	}
	return c
}

// take sends a step's request and compares answer and rows with the step's, or makes them the step's.
func (c *conversation) take(t *testing.T, s *step) answer {
	t.Helper()
	c.clock.Add(60)
	text := c.spoken.Replace(c.names.fill(s.request))
	a := c.send(t, request(t, c.base, c.headers, text))
	c.names.learnFrom(a, pathOf(text))
	after := c.snapshot(t)
	said := s
	if c.apart != nil {
		said = c.apart.steps[s.title]
	}
	c.compare(t, s.title, &said.answer, a.text(t, c.names, said.answer))
	c.compare(t, s.title, &said.rows, c.names.hide(after.since(c.before, passwords(text))))
	c.before = after
	return a
}

// again sends a step's request once more.
func (c *conversation) again(t *testing.T, s *step, first answer) {
	t.Helper()
	text := c.spoken.Replace(c.names.fill(s.request))
	if passwords(text) != nil {
		return // which are hashed anew each time
	}
	c.clock.Add(10)
	req := request(t, c.base, c.headers, text)
	a := c.send(t, req)
	after := c.snapshot(t)
	if d := after.since(c.before, nil); d != "" {
		t.Errorf("%s: sent again it changes\n%s", s.title, d)
	}
	c.before = after
	switch {
	case first.status == http.StatusCreated && (a.status == http.StatusConflict || a.status == http.StatusCreated):
	case req.Method == http.MethodDelete && a.status == http.StatusNotFound:
	default:
		if d := cmp.Diff(first.text(t, c.names, ""), a.text(t, c.names, "")); d != "" {
			t.Errorf("%s: sent again it is answered otherwise (-first +again)\n%s", s.title, d)
		}
	}
}

// end compares the tolerances that were used.
func (c *conversation) end(t *testing.T) {
	t.Helper()
	want := &c.dialogue.tolerances
	if c.apart != nil {
		want = &c.apart.tolerances
	}
	c.compare(t, "tolerances", want, c.site.tolerances(t))
}

func (c *conversation) compare(t *testing.T, what string, want *string, got string) {
	t.Helper()
	if *update {
		*want = got
	}
	if d := cmp.Diff(strings.TrimSpace(*want), strings.TrimSpace(got)); d != "" {
		t.Errorf("%s (-want +got)\n%s", what, d)
	}
}

// pathOf is the path in a request's text, without a query.
func pathOf(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	_, path, _ := strings.Cut(line, " ")
	path, _, _ = strings.Cut(path, "?")
	return strings.TrimRight(path, "/ ")
}

var passwordMembers = regexp.MustCompile(`"password":\s*"([^"]+)"`)

// passwords are those that a request sets.
func passwords(text string) []string {
	var found []string
	for _, m := range passwordMembers.FindAllStringSubmatch(text, -1) {
		found = append(found, m[1])
	}
	return found
}
