package server

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"syscall"

	"github.com/go-sql-driver/mysql"
)

// MariaDB lets root in without a password, on loopback. Its collation is the one that most databases in use have, which
// takes a for A and é for e.
func MariaDB() Service {
	return Service{
		Name:     "MariaDB",
		Binaries: []string{"mariadbd"},
		Folders:  []string{"/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/opt/homebrew/opt/mariadb/bin"},
		Package:  "mariadb-server",
		Ping:     pingMariaDB,
		Address:  func(hostPort string) string { return "root@tcp(" + hostPort + ")/?timeout=10s" },
		prepare:  prepareMariaDB,
	}
}

func prepareMariaDB(ctx context.Context, at place) (setup, error) {
	installer, err := mariadbInstaller(at.bin)
	if err != nil {
		return setup{}, err
	}
	data := filepath.Join(at.dir, "data")
	if err := at.tool(ctx, installer, "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal",
		"--skip-test-db", "--innodb-log-file-size=16M"); err != nil {
		return setup{}, err
	}
	flush := "0" // never, or to the operating system, which does not die with the server
	if at.Durable {
		flush = "2"
	}
	return setup{
		path: filepath.Join(at.bin, "mariadbd"),
		args: []string{
			"--no-defaults", "--datadir=" + data, "--bind-address=127.0.0.1", "--port=" + at.port,
			"--socket=" + filepath.Join(at.dir, "mariadb.sock"), "--pid-file=" + filepath.Join(at.dir, "mariadb.pid"),
			"--tmpdir=" + at.dir, // one that it shares is emptied by every other server that starts
			"--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci",
			"--max-connections=400", "--innodb-flush-log-at-trx-commit=" + flush, "--innodb-doublewrite=0", "--innodb-log-file-size=16M",
			"--skip-log-bin", "--skip-name-resolve",
		},
		stop: syscall.SIGTERM,
		drop: syscall.SIGKILL,
	}, nil
}

// mariadbInstaller finds the program that makes a data folder. Where the server is a system binary it lies elsewhere.
func mariadbInstaller(bin string) (string, error) {
	const name = "mariadb-install-db"
	for _, dir := range []string{bin, filepath.Join(bin, "../bin"), filepath.Join(bin, "../scripts")} {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, nil
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%s is neither beside mariadbd nor on PATH", name)
	}
	return path, nil
}

func pingMariaDB(ctx context.Context, address string) error {
	c, err := mysql.ParseDSN(address)
	if err != nil {
		return errors.New("not a DSN")
	}
	c.Logger = &mysql.NopLogger{} // it is not up yet, again and again
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	return errors.Join(db.PingContext(ctx), db.Close())
}
