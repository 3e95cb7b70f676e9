package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/scimgate/scimgate/internal/testenv"
)

const few = 10

// many is how many members the large group has.
func many() int { return testenv.N(100_000, 200_000) }

// crowd is a database with a group of few members and one of many.
func crowd(t *testing.T) (c *client, w *wire) {
	dsn, conn := hrDatabase(t, staff())
	for name, size := range map[string]int{"Few": few, "Many": many()} {
		run(t, conn, "INSERT INTO roles (role_name) VALUES ($1)", name)
		run(t, conn, "INSERT INTO employee_roles (role_id, emp_no) SELECT r.role_id, e.emp_no FROM roles r, employees e WHERE r.role_name = $1 AND e.emp_no BETWEEN 101 AND 100 + $2", name, size)
	}
	run(t, conn, "VACUUM ANALYZE")
	w, through := tap(t, dsn)
	c = serve(t, through)
	return c, w
}

func run(t *testing.T, conn *pgx.Conn, text string, args ...any) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), text, args...); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// users are the ids of the first n users.
func (c *client) users(n int) (ids []string) {
	c.t.Helper()
	for start := 1; len(ids) < n; start += 500 {
		a := c.do(http.MethodGet, fmt.Sprintf("/Users?startIndex=%d&count=500&attributes=userName", start), "")
		if a.Status != http.StatusOK {
			c.t.Fatalf("%d %v", a.Status, a.Body)
		}
		for _, r := range a.Body["Resources"].([]any) {
			ids = append(ids, r.(map[string]any)["id"].(string))
		}
	}
	return ids[:n]
}

// members is a PATCH of members.
func members(op string, ids ...string) string {
	var values []string
	for _, id := range ids {
		values = append(values, `{"value":"`+id+`"}`)
	}
	return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"` + op + `","path":"members","value":[` + strings.Join(values, ",") + `]}]}`
}

// cost is what the database did for a request.
type cost struct {
	texts  []string
	rows   float64 // that the plans looked at
	blocks float64
}

func costOf(statements []statement) (c cost) {
	for _, s := range statements {
		c.texts = append(c.texts, s.Text)
		c.blocks += s.Plan.Hit + s.Plan.Read
		s.Plan.scans(func(_ plan, rows float64) { c.rows += rows })
	}
	return c
}

func TestGroupsOfAnySize(t *testing.T) {
	c, w := crowd(t)
	for name, test := range map[string]func(*testing.T, *client, *wire){
		"one member costs the same":         oneMember,
		"many members are a few statements": manyMembers,
		"without its members it reads none": withoutMembers,
		"a page of users behind another":    pageBehind,
	} {
		t.Run(name, func(t *testing.T) {
			c.t = t
			test(t, c, w)
		})
	}
}

func oneMember(t *testing.T, c *client, w *wire) {
	somebody, another := c.users(2)[0], c.users(2)[1]
	costs := map[string][]cost{}
	for _, group := range []string{"Few", "Many"} {
		id := c.id("/Groups", `displayName eq "`+group+`"`)
		for range 7 { // until the database has its plans
			for _, body := range []string{members("add", somebody), members("remove", somebody)} {
				if a := c.do(http.MethodPatch, "/Groups/"+id, body); a.Status >= 300 {
					t.Fatalf("%d %v", a.Status, a.Body)
				}
			}
		}
		for _, body := range []string{members("add", somebody), members("add", somebody), members("remove", somebody), members("remove", another)} {
			w.take()
			if a := c.do(http.MethodPatch, "/Groups/"+id, body); a.Status >= 300 {
				t.Fatalf("%d %v", a.Status, a.Body)
			}
			statements := w.take()
			noScans(t, statements)
			costs[group] = append(costs[group], costOf(statements))
		}
	}
	for i, small := range costs["Few"] {
		large := costs["Many"][i]
		if fmt.Sprint(small.texts) != fmt.Sprint(large.texts) || len(small.texts) > 6 {
			t.Errorf("the statements are\n%s\nand\n%s", strings.Join(small.texts, "\n"), strings.Join(large.texts, "\n"))
		}
		if small.rows != large.rows {
			t.Errorf("they look at %.0f and at %.0f rows", small.rows, large.rows)
		}
		if large.blocks > small.blocks+8 { // an index may be a level deeper here and there
			t.Errorf("they read %.0f and %.0f blocks", small.blocks, large.blocks)
		}
	}
}

func manyMembers(t *testing.T, c *client, w *wire) {
	ids, group := c.users(10_000), c.id("/Groups", `displayName eq "Few"`)
	for _, op := range []string{"add", "remove"} {
		w.take()
		if a := c.do(http.MethodPatch, "/Groups/"+group, members(op, ids...)); a.Status >= 300 {
			t.Fatalf("%d %v", a.Status, a.Body)
		}
		statements := w.take()
		if len(statements) > 12 {
			t.Errorf("%s: %d statements, such as\n%s", op, len(statements), texts(statements[:5]))
		}
	}
}

func withoutMembers(t *testing.T, c *client, w *wire) {
	id := c.id("/Groups", `displayName eq "Many"`)
	for _, path := range []string{"/Groups/" + id + "?excludedAttributes=members", "/Groups/" + id + "?attributes=displayName", "/Groups?excludedAttributes=members"} {
		w.take()
		if a := c.do(http.MethodGet, path, ""); a.Status != http.StatusOK {
			t.Fatalf("%d %v", a.Status, a.Body)
		}
		for _, s := range w.take() {
			if strings.Contains(s.Text, "employee_roles") {
				t.Errorf("%s asks %s", path, s.Text)
			}
		}
	}
}

// The gateway must not hold a group that it passes on: its memory grows by less than the answer is long.
func TestAGroupOfManyMembersStreams(t *testing.T) {
	size := testenv.N(40_000, 200_000)
	dsn, conn := hrDatabase(t, size)
	run(t, conn, "INSERT INTO roles (role_name) VALUES ('Many')")
	run(t, conn, "INSERT INTO employee_roles (role_id, emp_no) SELECT r.role_id, e.emp_no FROM roles r, employees e WHERE r.role_name = 'Many' AND e.emp_no <= $1", size)
	run(t, conn, "VACUUM ANALYZE")
	c := serve(t, dsn)
	id := c.id("/Groups", `displayName eq "Many"`)
	c.length("/Groups/" + id) // and now every member has an id
	before := c.process.peak()
	length := c.length("/Groups/" + id)
	if grown := c.process.peak() - before; grown > length/2 {
		t.Errorf("the answer has %d bytes, and memory grew by %d", length, grown)
	}
	if length < 100*size {
		t.Errorf("the answer has %d bytes", length)
	}
}

// length reads an answer and says how long it is.
func (c *client) length(path string) int {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.base+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.t.Fatalf("%d after %d bytes: %v", resp.StatusCode, n, err)
	}
	return int(n)
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peak is the most memory that the process ever had, in bytes.
func (p *process) peak() int {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	m := peakLine.FindSubmatch(status)
	if m == nil {
		p.t.Fatalf("no peak in\n%s", status)
	}
	kB, _ := strconv.Atoi(string(m[1]))
	return kB << 10
}

func pageBehind(t *testing.T, c *client, w *wire) {
	cursor := ""
	for page := range 5 {
		w.take()
		a := c.do(http.MethodGet, "/Users?count=100&cursor="+cursor, "")
		if a.Status != http.StatusOK {
			t.Fatalf("%d %v", a.Status, a.Body)
		}
		cursor, _ = a.Body["nextCursor"].(string)
		statements := w.take()
		noScans(t, statements)
		if n := len(statements); page > 1 && (n < 5 || n > 6) {
			t.Errorf("%d statements:\n%s", n, texts(statements))
		}
	}
}
