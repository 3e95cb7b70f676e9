package chaos

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

type object = map[string]any

var (
	errLost  = errors.New("no answer came")
	errAgain = errors.New("to be sent again")
)

// broken is a promise that the gateway broke: no further attempt is made.
func broken(format string, args ...any) error { return fmt.Errorf(format, args...) }

// client sends requests to one app at the gateway that runs now.
type client struct{ url string }

// web makes a connection for each request: one that is kept open would be tried again behind our back.
func web() *http.Client {
	return &http.Client{Timeout: bound, Transport: &http.Transport{DisableKeepAlives: true}}
}

// send returns the answer, which has one of these statuses. errLost and errAgain are what an identity provider sends the
// same again for.
func (c client) send(method, path string, body any, want ...int) (status int, answer object, err error) {
	var reader io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		reader = strings.NewReader(string(text))
	}
	r, err := http.NewRequest(method, c.url+path, reader)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/scim+json")
	resp, err := web().Do(r)
	if err != nil {
		return 0, nil, errLost
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, errLost
	}
	if resp.StatusCode == http.StatusServiceUnavailable || resp.StatusCode == http.StatusTooManyRequests {
		return 0, nil, fmt.Errorf("%w: %s %s: %s", errAgain, method, path, text)
	}
	if !slices.Contains(want, resp.StatusCode) {
		return 0, nil, broken("%s %s %v: %d %s", method, path, body, resp.StatusCode, text)
	}
	if len(text) > 0 {
		err = json.Unmarshal(text, &answer)
	}
	return resp.StatusCode, answer, err
}

// find is the id of the one resource with this value; empty: there is none.
func (c client) find(endpoint, attribute, value string) (id string, err error) {
	query := url.Values{"filter": {fmt.Sprintf("%s eq %q", attribute, value)}, "startIndex": {"1"}, "count": {"100"}}
	_, list, err := c.send(http.MethodGet, endpoint+"?"+query.Encode(), nil, http.StatusOK)
	if err != nil {
		return "", err
	}
	found, _ := list["Resources"].([]any)
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return text(found[0].(object)["id"]), nil
	default:
		return "", broken("%d resources have the %s %s", len(found), attribute, value)
	}
}

func (c client) patch(path string, operations ...object) error {
	body := object{"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"}, "Operations": operations}
	_, _, err := c.send(http.MethodPatch, path, body, http.StatusOK, http.StatusNoContent)
	return err
}

func (c client) put(path string, body object) error {
	_, _, err := c.send(http.MethodPut, path, body, http.StatusOK)
	return err
}

// remove deletes what may be deleted already.
func (c client) remove(path string) error {
	_, _, err := c.send(http.MethodDelete, path, nil, http.StatusNoContent, http.StatusNotFound)
	return err
}

// body is a person as a whole.
func (p *person) body() object {
	b := object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:User"}, "userName": p.login, "externalId": p.ref,
		"active": p.active, "name": object{"givenName": p.given},
	}
	if !p.app.plain {
		b["phoneNumbers"] = p.phones()
	}
	return b
}

func (p *person) phones() []object { return []object{{"type": "work", "value": p.phone}} }

// operations replace all that a person has but the login.
func (p *person) operations() []object {
	ops := []object{
		{"op": "Replace", "path": "name.givenName", "value": p.given},
		{"op": "Replace", "path": "active", "value": p.active},
		{"op": "Replace", "path": "externalId", "value": p.ref},
	}
	if !p.app.plain {
		ops = append(ops, object{"op": "replace", "path": "phoneNumbers", "value": p.phones()})
	}
	return ops
}

func (g *group) body(members ...*person) object {
	b := object{"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:Group"}, "displayName": g.name, "externalId": g.ref}
	if len(members) > 0 {
		b["members"] = values(members)
	}
	return b
}

// values name people as members.
func values(people []*person) []object {
	list := []object{}
	for _, p := range people {
		list = append(list, object{"value": p.id})
	}
	return list
}
