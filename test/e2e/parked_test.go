package e2e

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// user creates a user and returns the id.
func (c *client) user(name string) string {
	c.t.Helper()
	return c.made("/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"`+name+`"}`)
}

func (c *client) made(endpoint, body string) string {
	c.t.Helper()
	a := c.do(http.MethodPost, endpoint, body)
	if a.Status != http.StatusCreated {
		c.t.Fatalf("%d %v", a.Status, a.Body)
	}
	return a.Body["id"].(string)
}

// gone creates a user and deletes it again.
func (c *client) gone(name string) string {
	c.t.Helper()
	id := c.user(name)
	if a := c.do(http.MethodDelete, "/Users/"+id, ""); a.Status != http.StatusNoContent {
		c.t.Fatalf("%d %v", a.Status, a.Body)
	}
	return id
}

func (c *client) membersOf(group string) []string {
	c.t.Helper()
	a := c.do(http.MethodGet, "/Groups/"+group, "")
	if a.Status != http.StatusOK {
		c.t.Fatalf("%d %v", a.Status, a.Body)
	}
	list, _ := a.Body["members"].([]any)
	var ids []string
	for _, m := range list {
		ids = append(ids, m.(map[string]any)["value"].(string))
	}
	return ids
}

// parked are the ids that groups wait for.
func (c *client) parked(dsn string) []string {
	c.t.Helper()
	out, _ := c.correlations(dsn, "list", "--type", "Group", "--parked")
	var ids []string
	for _, line := range strings.Split(strings.TrimSpace(out), "\n")[1:] {
		ids = append(ids, strings.Split(line, "\t")[3])
	}
	slices.Sort(ids)
	return ids
}

// A group may have members before they are there. It gets them when they come, once, whatever happened to the gateway in
// between, unless they were taken out again or it took too long.
func TestAMemberWhoIsNotThereIsParkedUntilThen(t *testing.T) {
	dsn, conn := hrDatabase(t, 5)
	c := serve(t, dsn)
	same := strings.NewReplacer()
	c.restart(dsn, strings.NewReplacer(
		"\nresources:", "\nscim: {missing_references: park}\nresources:",
		"gone: {deleted: 1}", "gone: {deleted: 1}, again: revive",
	))
	ada, bea, cid := c.gone("parked.ada"), c.gone("parked.bea"), c.user("parked.cid")
	group := c.made("/Groups", fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Parked",
		"members":[{"value":%q},{"value":%q},{"value":%q}]}`, ada, bea, cid))
	is := func(when string, members, parked []string) {
		t.Helper()
		slices.Sort(members)
		slices.Sort(parked)
		has := c.membersOf(group)
		slices.Sort(has)
		if waits := c.parked(dsn); !slices.Equal(has, members) || !slices.Equal(waits, parked) {
			t.Fatalf("%s: members are %v and parked %v, want %v and %v", when, has, waits, members, parked)
		}
	}
	is("at first", []string{cid}, []string{ada, bea})

	c.restart(dsn, same)
	if again := c.user("parked.ada"); again != ada {
		t.Fatalf("the id is %s, was %s", again, ada)
	}
	is("after one came", []string{ada, cid}, []string{bea})

	if a := c.do(http.MethodPatch, "/Groups/"+group, members("remove", bea, cid)); a.Status != http.StatusNoContent {
		t.Fatalf("%d %v", a.Status, a.Body)
	}
	is("after two were taken out", []string{ada}, nil)
	c.user("parked.bea")
	is("after one of them came", []string{ada}, nil)
	var rows int
	if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM employee_roles r JOIN employees e USING (emp_no) WHERE e.login LIKE 'parked.%'").Scan(&rows); err != nil || rows != 1 {
		t.Errorf("there are %d rows, %v", rows, err)
	}

	c.restart(dsn, strings.NewReplacer("missing_references: park", "missing_references: {park: 1ms}"))
	late := c.gone("parked.late")
	if a := c.do(http.MethodPatch, "/Groups/"+group, members("add", late)); a.Status != http.StatusNoContent {
		t.Fatalf("%d %v", a.Status, a.Body)
	}
	is("after another was put in", []string{ada}, []string{late})
	c.user("parked.late")
	is("after that one came too late", []string{ada}, []string{late})
	c.restart(dsn, same) // the janitor looks at the start
	for deadline := time.Now().Add(20 * time.Second); len(c.parked(dsn)) > 0; {
		if time.Now().After(deadline) {
			t.Fatalf("%v are still parked", c.parked(dsn))
		}
	}
	is("after the janitor came by", []string{ada}, nil)
	if !strings.Contains(c.process.stderr.String(), "parked references were given up") {
		t.Errorf("nothing is said of it:\n%s", c.process.stderr)
	}
}
