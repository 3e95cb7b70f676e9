package testenv

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Redis returns the URL of an empty Redis database that no other test uses, on the server that
// SCIMGATE_TEST_REDIS names. It is emptied when the test ends. FLUSHDB is the test's own affair; FLUSHALL
// would empty those of others.
func Redis(t testing.TB) string {
	t.Helper()
	server := os.Getenv(RedisVar)
	if server == "" {
		t.Fatalf("this test needs Redis and %s names none: run `make test`, which starts one", RedisVar)
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s is not a URL: %v", RedisVar, err)
	}
	db, err := claimDatabase(u)
	if err != nil {
		t.Fatalf("this test needs Redis and the server in %s does not serve (%v): run `make test` without it", RedisVar, err)
	}
	t.Cleanup(func() {
		// The test may have ended the server's life on purpose.
		_, _ = onRedis(u, fmt.Sprintf("SELECT %d", db), "FLUSHDB")
	})
	u.Path = "/" + strconv.Itoa(db)
	return u.String()
}

// claimDatabase takes the next database number in turn; number 0 holds the counter.
func claimDatabase(u *url.URL) (int, error) {
	answers, err := onRedis(u, "CONFIG GET databases", "INCR testenv:next")
	if err != nil {
		return 0, err
	}
	_, databases, _ := strings.Cut(answers[0], "\n")
	count, err := strconv.Atoi(databases)
	if err != nil || count < 2 {
		return 0, fmt.Errorf("it has %q databases, two are needed", databases)
	}
	next, err := strconv.Atoi(answers[1])
	if err != nil {
		return 0, fmt.Errorf("INCR answered %q", answers[1])
	}
	db := 1 + next%(count-1)
	_, err = onRedis(u, fmt.Sprintf("SELECT %d", db), "FLUSHDB")
	return db, err
}

// onRedis runs commands on one connection and returns the answers. The tests need a few commands, which does not
// warrant a client library here.
func onRedis(u *url.URL, commands ...string) ([]string, error) {
	conn, err := net.DialTimeout("tcp", u.Host, 5*time.Second)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return nil, err
	}
	password, authenticate := u.User.Password()
	if authenticate {
		commands = append([]string{"AUTH " + password}, commands...)
	}
	r := bufio.NewReader(conn)
	answers := make([]string, 0, len(commands))
	for _, c := range commands {
		if _, err := io.WriteString(conn, c+"\r\n"); err != nil {
			return nil, err
		}
		answer, err := redisAnswer(r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", strings.Fields(c)[0], err)
		}
		answers = append(answers, answer)
	}
	if authenticate {
		answers = answers[1:]
	}
	return answers, nil
}

// redisAnswer reads one answer: a status, a number, a string, or an array with an element on each line.
func redisAnswer(r *bufio.Reader) (string, error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return "", err
	}
	kind, rest := line[0], strings.TrimSpace(line[1:])
	switch kind {
	case '+', ':':
		return rest, nil
	case '-':
		return "", fmt.Errorf("refused: %s", rest)
	case '$':
		n, err := strconv.Atoi(rest)
		if err != nil || n < 0 {
			return "", err
		}
		text := make([]byte, n+len("\r\n"))
		_, err = io.ReadFull(r, text)
		return string(text[:n]), err
	case '*':
		n, err := strconv.Atoi(rest)
		if err != nil || n < 0 {
			return "", fmt.Errorf("unexpected answer %q", line)
		}
		elements := make([]string, n)
		for i := range elements {
			if elements[i], err = redisAnswer(r); err != nil {
				return "", err
			}
		}
		return strings.Join(elements, "\n"), nil
	default:
		return "", fmt.Errorf("unexpected answer %q", line)
	}
}
