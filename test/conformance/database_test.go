package conformance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// source is the folder of an app, which is called as its folder is.
type source struct {
	*testing.T
	folder string
}

func (s source) read(name string) string {
	s.Helper()
	read := os.ReadFile
	path := filepath.Join("testdata", s.folder, name)
	if s.folder == "hr" {
		read, path = examples.FS.ReadFile, "hr/"+name
	}
	text, err := read(path)
	if err != nil {
		s.Fatal(err)
	}
	return string(text)
}

// rows are what the app's tables have before anybody has come.
func (s source) rows() string {
	if s.folder == "hr" {
		return `INSERT INTO departments (code, name) VALUES ('R', 'Research'), ('S', 'Sales')`
	}
	return ""
}

// cell is the one value of a query on the application's own database, as text; empty for NULL and for no row. $1 is
// arg.
func (s *site) cell(query, arg string) string {
	s.Helper()
	if s.dialect == "sqlite" {
		query = strings.ReplaceAll(query, "$1", "?")
	}
	rows, err := s.db.Query(s.Context(), query, arg)
	if err != nil {
		s.Fatal(err)
	}
	var text *string
	if err := rows.Each(func(scan func(...any) error) error { return scan(&text) }); err != nil {
		s.Fatal(err)
	}
	if text == nil {
		return ""
	}
	return *text
}

// whileLocked calls f while nobody else can write to the table of the employees.
func (s *site) whileLocked(f func()) {
	s.Helper()
	lock := "LOCK TABLE employees IN ACCESS EXCLUSIVE MODE"
	if s.dialect == "sqlite" {
		lock = "UPDATE employees SET login = login"
	}
	err := s.db.Tx(s.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, lock); err != nil {
			return err
		}
		f()
		return nil
	})
	if err != nil {
		s.Fatal(err)
	}
}

// fillTable inserts n rows; $1 in their values is a row's number.
func (s *site) fillTable(table, columns, values string, n int) {
	s.Helper()
	rows := make([]string, n)
	for i := range rows {
		rows[i] = strings.ReplaceAll(values, "$1", strconv.Itoa(i))
	}
	for some := range slices.Chunk(rows, 500) {
		s.change("INSERT INTO " + table + " (" + columns + ") VALUES " + strings.Join(some, ", "))
	}
}

// change runs a statement on the application's database.
func (s *site) change(statement string) {
	s.Helper()
	if n, err := s.db.Exec(s.Context(), statement); err != nil || n == 0 {
		s.Fatal(fmt.Sprint(statement, ": ", n, " rows, "), err)
	}
}
