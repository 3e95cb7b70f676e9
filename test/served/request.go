package served

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// Object is a JSON object.
type Object = map[string]any

// Enterprise is the URN of the enterprise extension.
const Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// Send sends a request, whose answer must have this status, and returns its body.
func (s *Site) Send(status int, method, path, body string) Object {
	s.Helper()
	return s.SendIf(status, method, path, body, "")
}

// SendIf is Send of a request that is only meant for a resource of this version; empty is any.
func (s *Site) SendIf(status int, method, path, body, version string) Object {
	s.Helper()
	got, answered, err := s.try(method, path, body, version)
	if err != nil {
		s.Fatal(err)
	}
	if answered != status {
		s.Fatalf("%s %s %s: %d, want %d: %s", method, path, body, answered, status, got)
	}
	var o Object
	if len(got) > 0 {
		if err := json.Unmarshal(got, &o); err != nil {
			s.Fatalf("%s %s: no JSON: %v\n%s", method, path, err, got)
		}
	}
	return o
}

// Try sends a request, from any goroutine, and returns what is answered.
func (s *Site) Try(method, path, body string) (answer []byte, status int, err error) {
	return s.try(method, path, body, "")
}

func (s *Site) try(method, path, body, version string) (answer []byte, status int, err error) {
	r, err := http.NewRequestWithContext(s.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		return nil, 0, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/scim+json")
	if version != "" {
		r.Header.Set("If-Match", version)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, 0, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	return answer, resp.StatusCode, err
}

// Refuses sends a request that is to be answered with a SCIM error of this type.
func (s *Site) Refuses(status int, scimType, method, path, body string) {
	s.Helper()
	if got := s.Send(status, method, path, body); Text(got, "scimType") != scimType {
		s.Errorf("%s %s: %v, want scimType %s", method, path, got, scimType)
	}
}

// Patch is the body of a PATCH with these operations.
func Patch(operations ...string) string {
	return `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [` + strings.Join(operations, ", ") + `]}`
}

// Text is an attribute that is text; empty where there is none.
func Text(o Object, name string) string {
	t, _ := o[name].(string)
	return t
}

// List is the elements of a multi-valued attribute.
func List(v any) []Object {
	var out []Object
	items, _ := v.([]any)
	for _, item := range items {
		o, _ := item.(Object)
		out = append(out, o)
	}
	return out
}
