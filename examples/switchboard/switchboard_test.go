package switchboard

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	examples = regexp.MustCompile("(?s)```\n(\\w+) (\\S+) ?([^\n]*)\n\n(.*?)\n```")
	tokens   = regexp.MustCompile(`<token>(\w+)</token>`)
)

// The manual is a conversation: each of its examples is a call and the answer to it, and they are made one after the other.
func TestTheSwitchboardAnswersAsTheManualSays(t *testing.T) {
	app, err := New(Options{User: "gateway", Password: "secret", Now: func() time.Time { return time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	manual, err := os.ReadFile("API.md")
	if err != nil {
		t.Fatal(err)
	}
	found := examples.FindAllStringSubmatch(string(manual), -1)
	if len(found) < 10 {
		t.Fatalf("%d examples", len(found))
	}
	session := ""
	for _, example := range found {
		req := httptest.NewRequestWithContext(t.Context(), example[1], example[2], strings.NewReader(example[3]))
		req.Header.Set(SessionHeader, session)
		w := httptest.NewRecorder()
		app.ServeHTTP(w, req)
		if token := tokens.FindStringSubmatch(w.Body.String()); token != nil {
			session = token[1]
		}
		if d := cmp.Diff(example[4], tokens.ReplaceAllString(told(w.Result(), w.Body.String()), "<token>{token}</token>")); d != "" {
			t.Errorf("%s %s (-manual +switchboard)\n%s", example[1], example[2], d)
		}
	}
}

// told is an answer as the manual writes it.
func told(resp *http.Response, body string) string {
	text := fmt.Sprint(resp.StatusCode)
	if _, document, ok := strings.Cut(body, "?>\n"); ok {
		text += " " + document
	}
	if where := resp.Header.Get("Location"); where != "" {
		text += "\nLocation: " + strings.TrimPrefix(where, "http://example.com")
	}
	return text
}
