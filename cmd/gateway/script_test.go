package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/scimgate/scimgate/internal/sqldb"
)

var update = flag.Bool("update", false, "rewrite the scripts with what comes out")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gateway": main})
}

func TestTheCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"sqlite": sqlite,
			"keep":   keep,
		},
	})
}

// exits runs the gateway and expects an exit code: exits 2 check --nope.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: exits code [argument…]")
	}
	err := ts.Exec("gateway", args[1:]...)
	code := 0
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("gateway did not run: %v", err)
	}
	if got := string(rune('0' + code)); got != args[0] {
		ts.Fatalf("gateway %s exited with %s, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// sqlite makes a database: sqlite hr.db schema.sql.
func sqlite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sqlite file.db statements.sql")
	}
	db, err := sqldb.Open("sqlite", ts.MkAbs(args[0]), sqldb.Options{})
	ts.Check(err)
	for statement := range strings.SplitSeq(ts.ReadFile(args[1]), ";\n") {
		if strings.TrimSpace(statement) != "" {
			_, err := db.Exec(context.Background(), statement)
			ts.Check(err)
		}
	}
	ts.Check(db.Close())
}

// keep appends what the last command printed to a file, so that all of it can be searched: keep all.txt.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: keep file")
	}
	f, err := os.OpenFile(filepath.Clean(ts.MkAbs(args[0])), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	ts.Check(err)
	_, err = f.WriteString(ts.ReadFile("stdout") + ts.ReadFile("stderr"))
	ts.Check(err)
	ts.Check(f.Close())
}
