package payroll

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/test/served"
)

// checked are the findings about the example's app file after some replacements, without the file's name.
func checked(t *testing.T, live bool, dsn string, replace ...string) []string {
	t.Helper()
	t.Setenv("PAYROLL_DSN", dsn)
	if dsn == "" {
		if err := os.Unsetenv("PAYROLL_DSN"); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(example(t, "app.yaml"), replace[i]) {
			t.Fatalf("the app file has no %q", replace[i])
		}
	}
	file := filepath.Join(dir, "app.yaml")
	served.Write(t, file, strings.NewReplacer(replace...).Replace(example(t, "app.yaml")))
	var out []string
	for _, f := range assemble.CheckApps(t.Context(), []string{file}, assemble.Checks{Live: live}) {
		if f.Severity != diag.Warning {
			out = append(out, strings.TrimPrefix(f.String(), file+":"))
		}
	}
	return out
}

func TestAStatementIsCheckedAgainstTheAppFileWithoutAConnection(t *testing.T) {
	got := checked(t, false, "",
		":first_name, :last_name, :mail, :password", ":frist_name, :last_name, :mail, :password",
		"key: emp_no", "key: empno",
		"'CALL set_status(:company, :emp_no, :status, :changed_by)', sets: status", "'CALL set_status(:company, :status, :changed_by)', sets: statsu",
		"    teams:\n", "    taems:\n",
		"'CALL leave_team(:company, :team, :emp_no)'", `"CALL leave_team(:company, :team, ':emp_no); DROP TABLE teams"`)
	want := []string{
		"15:44: the app file gives no field \"frist_name\" a value [sql/unknown-parameter] (did you mean first_name?)",
		"16:14: \"empno\" is no field of the key [sql/key] (did you mean emp_no?)",
		"15:14: nothing says what the new record's emp_no is: name it under `key:` when the statement answers it [sql/which-record]",
		"21:17: the statement does not say which record: it has no parameter :emp_no [sql/which-record]",
		"21:74: the statement has no parameter :statsu [sql/sets] (did you mean status?)",
		"23:5: no rule of the app file is about \"taems\" [sql/unknown-entity] (did you mean teams?)",
		"28:21: not one statement: a text with ; may be more than one statement [sql/statement]",
	}
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := checked(t, false, ""); len(got) > 0 {
		t.Errorf("the example itself: %v", got)
	}
}

func TestAStatementIsCheckedAgainstTheDatabase(t *testing.T) {
	db := newDatabase(t)
	if got := checked(t, true, db.dsn); len(got) > 0 {
		t.Errorf("the example itself: %v", got)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"a function that is not there", "SELECT hire(", "SELECT hyre(",
			"15:14: the database refuses the statement: database error 42883: function hyre(unknown, unknown, unknown, unknown, unknown, unknown, unknown) does not exist [sql/statement]"},
		{"a parameter too few", ":mail, :password, :changed_by)\n", ":mail, :changed_by)\n",
			"15:14: the database refuses the statement: database error 42883: function hire(unknown, unknown, unknown, unknown, unknown, unknown) does not exist [sql/statement]"},
		{"an answer of another width", "key: emp_no", "key: [emp_no, company]",
			"16:14: the statement answers 1 columns (hire), and these are 2 [sql/key]"},
		{"a table that our account may not write", "'CALL leave_team(:company, :team, :emp_no)'", `"DELETE FROM team_members WHERE company = :company AND team = :team AND emp_no = :emp_no"`,
			"28:21: our account may not do this: database error 42501: permission denied for table team_members [sql/denied]"},
		{"a column that is not there", "'CALL leave_team(:company, :team, :emp_no)'", `"DELETE FROM team_members WHERE company = :company AND code = :team AND emp_no = :emp_no"`,
			"28:21: the database refuses the statement: database error 42703: column \"code\" does not exist [sql/statement]"},
		{"a view that is not there", "read: staff", "read: stuff",
			"13:13: the database has no table or view \"stuff\" [sql/unknown-table] (did you mean staff?)"},
		{"a field that is not there", "displayName: full_name", "displayName: fullname",
			"42:20: employees has no column \"fullname\" [sql/unknown-field] (did you mean full_name?)"},
		{"a rule that reads what is only written", "displayName: full_name", "title: password",
			"42:14: \"password\" can be written and not read: that is for a rule with `secret: true` [mapping/write-only]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := checked(t, true, db.dsn, c.old, c.new)
			if !slices.Equal(got, []string{c.want}) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

func TestTheExamplesShapeIsWhatItsAccountSees(t *testing.T) {
	db := newDatabase(t)
	t.Setenv("PAYROLL_DSN", db.dsn)
	dir := t.TempDir()
	file := filepath.Join(dir, "app.yaml")
	served.Write(t, file, example(t, "app.yaml"))
	if found := assemble.CheckApps(t.Context(), []string{file}, assemble.Checks{Live: true, Save: true}); len(found) > 0 {
		t.Fatal(found)
	}
	committed, err := os.ReadFile("../../examples/payroll/payroll.shape.json")
	if err != nil {
		t.Fatal(err)
	}
	live, err := os.ReadFile(filepath.Join(dir, "payroll.shape.json"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(committed), string(live)); d != "" {
		t.Errorf("payroll.shape.json is out of date; gateway check --live --save writes it (-committed +live):\n%s", d)
	}
}
