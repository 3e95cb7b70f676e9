package sqldb_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/sqldb"
)

func TestAStatementIsDescribedWithoutBeingRun(t *testing.T) {
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE t (id INTEGER PRIMARY KEY, login VARCHAR(20))")
		insert := "INSERT INTO t (id, login) VALUES (" + db.Dialect.Placeholder(1) + ", " + db.Dialect.Placeholder(2) + ") RETURNING id"
		columns, err := db.Describe(t.Context(), insert, 2)
		if err != nil || columns != nil && !cmp.Equal(columns, []string{"id"}) {
			t.Errorf("got %q, %v", columns, err)
		}
		for _, broken := range []string{"DELETE FROM nowhere", "UPDATE t SET logn = NULL", "SELECT nothing_of_that_name(1)", "DELETE FORM t"} {
			if _, err := db.Describe(t.Context(), broken, 0); err == nil {
				t.Errorf("%s: no error", broken)
			}
		}
		if _, err := db.Describe(t.Context(), "DELETE FROM t; DELETE FROM t", 0); err == nil || !strings.Contains(err.Error(), ";") {
			t.Errorf("two statements: %v", err)
		}
		rows, err := db.Query(t.Context(), "SELECT id FROM t")
		if err != nil {
			t.Fatal(err)
		}
		if err := rows.Each(func(func(...any) error) error { t.Error("something was written"); return nil }); err != nil {
			t.Fatal(err)
		}
	})
}
