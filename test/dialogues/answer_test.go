package dialogues

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
)

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   *scim.Object // nil: none
}

// read takes a response whole and checks what holds for all of them: a body is SCIM and says so, and 204 has none.
func read(t *testing.T, r *http.Response) answer {
	t.Helper()
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: r.StatusCode, header: r.Header}
	if len(text) == 0 {
		if r.Header.Get("Content-Type") != "" {
			t.Errorf("an answer without a body has the Content-Type %s", r.Header.Get("Content-Type"))
		}
		return a
	}
	if got := r.Header.Get("Content-Type"); got != scim.MediaType {
		t.Errorf("Content-Type %q", got)
	}
	if a.body, err = jsonx.Decode(strings.NewReader(string(text))); err != nil {
		t.Fatalf("the answer is no JSON object: %v\n%s", err, text)
	}
	return a
}

// learnFrom tells names what there is to name in an answer to a request for path.
func (n *names) learnFrom(a answer, path string) {
	n.learn(a.body)
	n.learnVersion(path[strings.LastIndexByte(path, '/')+1:], a.header.Get("ETag"))
}

var spelling = strings.NewReplacer("Etag", "ETag", "Www-", "WWW-")

// text is the answer as a file has it, as far as the file wants to see it.
func (a answer) text(t *testing.T, n *names, want string) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintln(&b, a.status, http.StatusText(a.status))
	for _, name := range slices.Sorted(maps.Keys(a.header)) {
		switch name {
		case "Content-Length", "Content-Type", "Date", "X-Request-Id":
		default:
			fmt.Fprintf(&b, "%s: %s\n", spelling.Replace(name), n.hide(strings.Join(a.header[name], ", ")))
		}
	}
	if a.body == nil {
		return b.String()
	}
	named, err := jsonx.Decode(strings.NewReader(n.hide(string(a.body.AppendJSON(nil)))))
	if err != nil {
		t.Fatal(err)
	}
	return b.String() + "\n" + layout(elide(bodyOf(t, want), named)) + "\n"
}

// bodyOf is the body of a request or an answer as a file has it, nil when there is none.
func bodyOf(t *testing.T, text string) any {
	t.Helper()
	_, body, _ := strings.Cut(text, "\n\n")
	if strings.TrimSpace(body) == "" {
		return nil
	}
	o, err := jsonx.Decode(strings.NewReader(body))
	if err != nil {
		t.Fatalf("no JSON object: %v\n%s", err, body)
	}
	return o
}

const more = "..."

// elide takes out of got what want does not care about, and says so with its dots.
func elide(want, got any) any {
	switch got := got.(type) {
	case *scim.Object:
		want, ok := want.(*scim.Object)
		if !ok {
			return got
		}
		_, open := want.Get(more)
		out := new(scim.Object)
		for name, v := range got.All() {
			if w, known := want.Get(name); known || !open {
				out.Append(name, elide(w, v))
			}
		}
		if open {
			out.Append(more, more)
		}
		return out
	case []any:
		want, ok := want.([]any)
		if !ok {
			return got
		}
		return elideList(want, got)
	}
	return got
}

// elideList keeps of got, when want has dots, what want has besides.
func elideList(want, got []any) []any {
	open := slices.Contains(want, any(more))
	var out []any
	for i, g := range got {
		if open {
			i = slices.IndexFunc(want, func(w any) bool { return sameName(w, g) })
		}
		switch {
		case 0 <= i && i < len(want):
			out = append(out, elide(want[i], g))
		case !open:
			out = append(out, g)
		}
	}
	if open {
		out = append(out, more)
	}
	return out
}

// sameName reports whether two elements go by the same name.
func sameName(want, got any) bool {
	w, ok := want.(*scim.Object)
	g, both := got.(*scim.Object)
	if !ok || !both {
		return scim.EqualValues(want, got)
	}
	return w.Text("id") == g.Text("id") && w.Text("name") == g.Text("name") && w.Text("value") == g.Text("value")
}
