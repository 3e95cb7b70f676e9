package e2e

import (
	"io"
	"net"
	"strings"
	"testing"
)

// What is wrong before there is a request is answered by Go's server, in plain text.
func TestARequestThatDoesNotGetThroughIsAnsweredOrCutOff(t *testing.T) {
	dsn, _ := hrDatabase(t, 10)
	c := serve(t, dsn, "limits: {header: 8KiB}", "timeouts: {read_header: 1s, read: 2s}")
	const get = "GET /hr/scim/v2/Users?count=1 HTTP/1.1\r\nHost: scim\r\nAuthorization: Bearer " + token + "\r\n"
	const post = "POST /hr/scim/v2/Users HTTP/1.1\r\nHost: scim\r\nAuthorization: Bearer " + token + "\r\n"
	cases := []struct{ name, sent, begins, contains string }{
		{"a head as large as it may be", get + "X: " + strings.Repeat("x", 7<<10) + "\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK", `"totalResults":10`},
		{"a head that is too large", get + "X: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", "HTTP/1.1 431 Request Header Fields Too Large", "Connection: close"},
		{"an address that is too long", "GET /hr/scim/v2/Users?filter=" + strings.Repeat("x", 64<<10), "HTTP/1.1 431 Request Header Fields Too Large", "Connection: close"},
		{"what is no request", "scim\r\n\r\n", "HTTP/1.1 400 Bad Request", "Connection: close"},
		{"two lengths", post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "HTTP/1.1 400 Bad Request", "Connection: close"},
		{"a head that does not end", get + "X: x", "", ""},
		{"a body that does not end", post + "Content-Type: application/scim+json\r\nContent-Length: 100\r\n\r\n{", "HTTP/1.1 408 Request Timeout", `"status":"408"`},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			answer := exchange(t, strings.TrimSuffix(strings.TrimPrefix(c.base, "http://"), "/hr/scim/v2"), test.sent)
			if !strings.HasPrefix(answer, test.begins) || !strings.Contains(answer, test.contains) || test.begins == "" && answer != "" {
				t.Errorf("it answers %.300q, want %q and %q", answer, test.begins, test.contains)
			}
		})
	}
}

// exchange sends bytes and reads until the other side has closed the connection.
func exchange(t *testing.T, address, sent string) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() { _, _ = io.WriteString(conn, sent) }() // the other side need not read to the end
	answer, _ := io.ReadAll(conn)                     // a reset is an end as well
	return string(answer)
}
