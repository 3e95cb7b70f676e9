package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/go-sql-driver/mysql"

	"github.com/scimgate/scimgate/internal/testenv"
)

var mariadb = Service{
	Name:      "MariaDB",
	Var:       testenv.MariaDBVar,
	Binaries:  []string{"mariadbd"},
	Folders:   []string{"/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/opt/homebrew/opt/mariadb/bin"},
	Package:   "mariadb-server",
	Launch:    launchMariaDB,
	Ping:      pingMariaDB,
	Container: "mariadb",
	Port:      "3306",
	Address:   mariadbAddress,
}

func mariadbAddress(hostPort string) string { return "root@tcp(" + hostPort + ")/?timeout=10s" }

// launchMariaDB makes a server that forgets everything with its folder: no flushing, root without a password on
// loopback. Its collation is the one that most databases in use have, which takes a for A and é for e.
func launchMariaDB(ctx context.Context, bin, dir string) (string, *server, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", nil, err
	}
	attr, err := unprivileged(dir)
	if err != nil {
		return "", nil, err
	}
	installer, err := mariadbInstaller(bin)
	if err != nil {
		return "", nil, err
	}
	data := filepath.Join(dir, "data")
	install := exec.CommandContext(ctx, installer, "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal",
		"--skip-test-db", "--innodb-log-file-size=16M")
	install.Dir, install.SysProcAttr = dir, attr
	if out, err := install.CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("mariadb-install-db: %w: %s", err, strings.TrimSpace(string(out)))
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.Command(filepath.Join(bin, "mariadbd"), "--no-defaults", "--datadir="+data, "--bind-address=127.0.0.1", "--port="+port,
		"--socket="+filepath.Join(dir, "mariadb.sock"), "--pid-file="+filepath.Join(dir, "mariadb.pid"),
		"--tmpdir="+dir, // one that it shares is emptied by every other server that starts
		"--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci",
		"--max-connections=400", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-log-file-size=16M",
		"--skip-log-bin", "--skip-name-resolve")
	cmd.Dir, cmd.SysProcAttr = dir, attr
	s, err := launchServer(cmd, dir+".log", syscall.SIGKILL) // at once: nobody will read its data again
	return mariadbAddress("127.0.0.1:" + port), s, err
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
