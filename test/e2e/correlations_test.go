package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/scimgate/scimgate/internal/testenv"
)

// correlations runs a command on the correlations of the gateway that serves.
func (c *client) correlations(dsn string, args ...string) (stdout string, code int) {
	c.t.Helper()
	return c.command(dsn, append([]string{"correlations"}, args...)...)
}

// TestAccountsThatAreLinkedBeforeTheCutOverAreMatchedWithoutACreate follows what a move from another service provider
// is: its ids are in a file, and the identity provider goes on with them.
func TestAccountsThatAreLinkedBeforeTheCutOverAreMatchedWithoutACreate(t *testing.T) {
	for _, store := range []string{"sqlite", "postgres"} {
		t.Run(store, func(t *testing.T) {
			dsn, conn := hrDatabase(t, 5)
			keep := "store: {path: links.db}"
			if store == "postgres" {
				keep = fmt.Sprintf("store: {type: postgres, dsn: %q}", testenv.Postgres(t))
			}
			c := serve(t, dsn, keep)
			people := testenv.N(1_000, 10_000)
			_, err := conn.Exec(t.Context(), `INSERT INTO employees (login, status) SELECT 'move.' || n, 'A' FROM generate_series(1, $1) n`, people)
			if err != nil {
				t.Fatal(err)
			}
			ids := map[string]string{}
			var file strings.Builder
			file.WriteString("userName,id\n")
			for n := range people {
				login := fmt.Sprintf("move.%d", n+1)
				ids[login] = uuid.NewString()
				fmt.Fprintf(&file, "%s,%s\n", strings.ToUpper(login), ids[login])
			}
			path := filepath.Join(t.TempDir(), "accounts.csv")
			if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
				t.Fatal(err)
			}

			out, code := c.correlations(dsn, "import", "--app", "hr", "--type", "User", "--write", "--json", path)
			var done struct {
				Imported struct{ Lines, New, Refused int }
			}
			if err := json.Unmarshal([]byte(out), &done); err != nil || code != 0 || done.Imported.New != people {
				t.Fatalf("imported: exit code %d, %v\n%.1000s", code, err, out)
			}

			before := c.do(http.MethodGet, "/Users?count=0", "").Body["totalResults"]
			for n := 0; n < people; n += max(people/100, 1) {
				login := fmt.Sprintf("move.%d", n+1)
				if id := c.id("/Users", fmt.Sprintf("userName eq %q", login)); id != ids[login] {
					t.Fatalf("%s has the id %s, want %s", login, id, ids[login])
				}
				if a := c.do(http.MethodGet, "/Users/"+ids[login], ""); a.Status != http.StatusOK || a.Body["userName"] != login {
					t.Fatalf("%s is answered with %d %v", ids[login], a.Status, a.Body)
				}
				a := c.do(http.MethodPost, "/Users", fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": %q, "active": true}`, login))
				if a.Status != http.StatusConflict || a.Body["scimType"] != "uniqueness" {
					t.Fatalf("a create of %s is answered with %d %v", login, a.Status, a.Body)
				}
			}
			after := c.do(http.MethodGet, "/Users?count=0", "").Body["totalResults"]
			if before != after {
				t.Errorf("there were %v accounts, and now there are %v", before, after)
			}
		})
	}
}

func TestVerifyFindsWhatWasPlanted(t *testing.T) {
	dsn, conn := hrDatabase(t, testenv.N(300, 10_000))
	c := serve(t, dsn, "store: {path: links.db}")
	export, _ := c.correlations(dsn, "export", "--app", "hr")
	if strings.Count(export, "\n") != 1 {
		t.Fatalf("before anybody asked there is\n%s", export)
	}
	var file strings.Builder
	file.WriteString("type,key\n")
	for _, table := range []struct{ resourceType, query string }{
		{"User", "SELECT emp_no FROM employees WHERE deleted IS DISTINCT FROM 1"}, {"Group", "SELECT role_id FROM roles"},
	} {
		rows, err := conn.Query(t.Context(), table.query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var key int
			if err := rows.Scan(&key); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&file, "%s,%d\n", table.resourceType, key)
		}
	}
	path := filepath.Join(t.TempDir(), "accounts.csv")
	if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := c.correlations(dsn, "import", "--app", "hr", "--write", path); code != 0 {
		t.Fatalf("imported: %s", out)
	}
	if out, code := c.correlations(dsn, "verify", "--app", "hr"); code != 0 {
		t.Fatalf("everything is linked, and this is found:\n%s", out)
	}

	for _, planted := range []string{
		"DROP INDEX employees_login",
		"INSERT INTO employees (emp_no, login, status) VALUES (900001, 'orphan', 'A'), (900002, 'Twice', 'A'), (900003, 'tWICE', 'A'), (900004, 'unknown', 'A')",
	} {
		if _, err := conn.Exec(t.Context(), planted); err != nil {
			t.Fatal(err)
		}
	}
	links := "key\n900001\n900002\n900003\n"
	if err := os.WriteFile(path, []byte(links), 0o600); err != nil {
		t.Fatal(err)
	}
	c.correlations(dsn, "import", "--app", "hr", "--type", "User", "--write", path)
	if _, err := conn.Exec(t.Context(), "DELETE FROM employees WHERE emp_no = 900001"); err != nil {
		t.Fatal(err)
	}
	out, code := c.correlations(dsn, "verify", "--app", "hr", "--type", "User", "--json")
	found := map[string][]string{}
	for line := range strings.Lines(out) {
		var f struct {
			Kind string
			Keys []string
		}
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if f.Kind != "" {
			found[f.Kind] = append(found[f.Kind], f.Keys...)
		}
	}
	want := map[string][]string{"orphan": {"900001"}, "duplicate": {"900002", "900003"}, "unknown": {"900004"}}
	if d := cmp.Diff(want, found); d != "" || code != 1 {
		t.Errorf("exit code %d, -want +got\n%s", code, d)
	}
}

// TestWhatOnlyTheStoreKnewComesBackFromAnExport loses a store in which some ids do not follow from keys.
func TestWhatOnlyTheStoreKnewComesBackFromAnExport(t *testing.T) {
	dsn, _ := hrDatabase(t, 20)
	c := serve(t, dsn, "store: {path: links.db}")
	ids := c.names("/Users", "userName")
	c.process.end()
	dir := t.TempDir()
	moved, export := filepath.Join(dir, "moved.csv"), filepath.Join(dir, "export.csv")
	text, n := "userName,id\n", 0
	for _, id := range slices.Sorted(maps.Keys(ids))[:3] {
		text += fmt.Sprintf("%s,moved-%d\n", ids[id], n)
		n++
	}
	if err := os.WriteFile(moved, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	// irreplaceable are the ids that a verification says would be lost; it finds nothing that is wrong.
	irreplaceable := func() (ids []string) {
		t.Helper()
		out, code := c.correlations(dsn, "verify", "--app", "hr", "--type", "User", "--json")
		if code != 0 {
			t.Fatalf("exit code %d\n%s", code, out)
		}
		for line := range strings.Lines(out) {
			var f struct{ IDs []string }
			if err := json.Unmarshal([]byte(line), &f); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, f.IDs...)
		}
		slices.Sort(ids)
		return ids
	}
	want := []string{"moved-0", "moved-1", "moved-2"}

	c.correlations(dsn, "import", "--app", "hr", "--type", "User", "--write", moved)
	if d := cmp.Diff(want, irreplaceable()); d != "" {
		t.Errorf("before the loss: -want +got\n%s", d)
	}
	c.correlations(dsn, "export", "--app", "hr", "-o", export)
	before, _ := c.correlations(dsn, "list", "--app", "hr", "--type", "User")

	lost, err := filepath.Glob(filepath.Join(filepath.Dir(c.config), "links.db*"))
	if err != nil || len(lost) == 0 {
		t.Fatalf("there is no store: %v", err)
	}
	for _, file := range lost {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	c.correlations(dsn, "rebuild", "--app", "hr")
	if d := cmp.Diff([]string(nil), irreplaceable()); d != "" {
		t.Errorf("after a rebuild: -want +got\n%s", d)
	}
	if out, code := c.correlations(dsn, "import", "--app", "hr", "--write", export); code != 0 {
		t.Fatalf("imported: %s", out)
	}
	if d := cmp.Diff(want, irreplaceable()); d != "" {
		t.Errorf("after the import: -want +got\n%s", d)
	}
	after, _ := c.correlations(dsn, "list", "--app", "hr", "--type", "User")
	for line := range strings.Lines(before) {
		if !strings.Contains(after, line) {
			t.Errorf("%q is not back", line)
		}
	}
}

// TestAccountsBehindAnAPIAreLinkedAndVerifiedToo does the same over HTTP, where each login is a question of its own.
func TestAccountsBehindAnAPIAreLinkedAndVerifiedToo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	d := runDemo(t, "--dir", dir, "--employees", "10")
	c := d.helpDesk(t)
	c.config = filepath.Join(dir, "gateway.yaml")
	var logins []string
	for _, u := range c.find("/Users", "active eq true") {
		logins = append(logins, u["userName"].(string))
	}
	text := "userName,id\n"
	for n, login := range logins {
		text += fmt.Sprintf("%s,old-%d\n", strings.ToLower(login), n)
	}
	path := filepath.Join(dir, "agents.csv")
	if err := os.WriteFile(path, []byte(text+"nobody,old-nobody\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := c.correlations("", "import", "--app", "helpdesk", "--type", "User", "--write", path)
	if want := fmt.Sprintf("agents.csv:%d:1: the application has no account whose userName is this [import/not-found]\n", len(logins)+2); code != 1 || !strings.HasSuffix(out, want) {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	for n, login := range logins {
		if id := c.id("/Users", fmt.Sprintf("userName eq %q", login)); id != fmt.Sprintf("old-%d", n) {
			t.Errorf("%s has the id %s", login, id)
		}
	}
	if out, _ := c.correlations("", "verify", "--app", "helpdesk", "--type", "User", "--brief"); strings.Contains(out, "orphan") || strings.Contains(out, "duplicate") {
		t.Errorf("it finds\n%s", out)
	}
	if shown, _ := c.correlations("", "show", "helpdesk", "User", logins[0]); !strings.Contains(shown, "old-0") || !strings.Contains(shown, "has it") {
		t.Errorf("it shows\n%s", shown)
	}
}
