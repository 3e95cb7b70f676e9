package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Resolver answers a reference ${kind:name}. Its errors never contain a value.
type Resolver func(kind, name string) (string, error)

// maxSecret is the largest file that a reference reads, in bytes.
const maxSecret = 64 << 10

// Environment resolves ${env:NAME} from the process's environment and ${file:path} from files, whose relative
// paths begin in dir. A variable that is not set or empty, and a file that everybody may read, are errors.
func Environment(dir string) Resolver {
	return func(kind, name string) (string, error) {
		switch kind {
		case "env":
			return variable(name)
		case "file":
			return secretFile(absolute(dir, name))
		}
		return "", errors.New("a reference is ${env:NAME} or ${file:path}")
	}
}

func variable(name string) (string, error) {
	switch v, ok := os.LookupEnv(name); {
	case !ok:
		return "", errors.New("the environment variable is not set")
	case v == "":
		return "", errors.New("the environment variable is empty")
	default:
		return v, nil
	}
}

// secretFile is a file's text without the line break at its end.
func secretFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", reason(err)
	}
	defer f.Close()
	if err := Private(f); err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	switch {
	case err != nil:
		return "", reason(err)
	case len(text) > maxSecret:
		return "", fmt.Errorf("the file is larger than %d bytes", maxSecret)
	}
	secret := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	if secret == "" {
		return "", errors.New("the file is empty")
	}
	return secret, nil
}

// Private is an error when everybody on this machine may read or write f.
func Private(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return reason(err)
	}
	mode, may := info.Mode().Perm(), ""
	switch {
	case runtime.GOOS == "windows": // which has no such modes
	case mode&0o004 != 0:
		may = "read"
	case mode&0o002 != 0:
		may = "write"
	}
	if may == "" {
		return nil
	}
	return fmt.Errorf("everybody may %s the file (mode %04o); take the right away with chmod o=", may, mode)
}

// reason is a file error without its path, which the finding shows already.
func reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// absolute is path as seen from dir.
func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// NoColour reports whether the environment asks for output without colours (no-color.org).
func NoColour() bool { return os.Getenv("NO_COLOR") != "" }
