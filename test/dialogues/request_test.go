package dialogues

import (
	"bufio"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
)

// request makes a step's text the request that it describes. The path is below the app's; spaces, quotes and brackets
// in it are escaped as clients do, and nothing else. A body has no white space around it.
func request(t *testing.T, base, shared, text string) *http.Request {
	t.Helper()
	head, body, _ := strings.Cut(text, "\n\n")
	line, own, _ := strings.Cut(head, "\n")
	method, path, ok := strings.Cut(line, " ")
	if !ok {
		t.Fatalf("%q is no request line", line)
	}
	escaped := strings.NewReplacer(" ", "%20", `"`, "%22", "[", "%5B", "]", "%5D").Replace(strings.TrimSpace(path))
	body = strings.TrimSpace(body)
	req, err := http.NewRequestWithContext(t.Context(), method, base+escaped, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = headers(t, shared)
	if body == "" {
		req.Header.Del("Content-Type")
	}
	for name, values := range headers(t, own) {
		req.Header[name] = values
	}
	if req.Header.Get("Authorization") == "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if req.Header.Get("User-Agent") == "" {
		req.Header.Set("User-Agent", "") // or net/http adds its own
	}
	return req
}

func headers(t *testing.T, text string) http.Header {
	t.Helper()
	if strings.TrimSpace(text) == "" {
		return http.Header{}
	}
	r := textproto.NewReader(bufio.NewReader(strings.NewReader(strings.TrimSpace(text) + "\n\n")))
	h, err := r.ReadMIMEHeader()
	if err != nil {
		t.Fatalf("headers: %v\n%s", err, text)
	}
	return http.Header(h)
}
