package conformance

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim"
)

const enterprise = scim.SchemaEnterpriseUser

// unique is a name that nobody has yet. None is the beginning of another.
func (s *site) unique() string { return fmt.Sprintf("n%05d", s.made.Add(1)) }

// userBody is a user: her userName and more attributes, as they stand in JSON.
func userBody(userName string, more ...string) string {
	return fmt.Sprintf(`{"schemas":[%q,%q],"userName":%q%s}`, scim.SchemaUser, enterprise, userName, joined(more))
}

func groupBody(displayName string, more ...string) string {
	return fmt.Sprintf(`{"schemas":[%q],"displayName":%q%s}`, scim.SchemaGroup, displayName, joined(more))
}

func joined(more []string) string {
	text := ""
	for _, m := range more {
		text += "," + m
	}
	return text
}

// user creates a user with a name of her own.
func (s *site) user(more ...string) answer {
	s.Helper()
	return s.send("POST", "/Users", userBody(s.unique(), more...)).is(201)
}

// group creates a group of users.
func (s *site) group(members ...string) answer {
	s.Helper()
	more := []string{}
	if len(members) > 0 {
		more = append(more, `"members":`+values(members...))
	}
	return s.send("POST", "/Groups", groupBody(s.unique(), more...)).is(201)
}

// values is a list of complex values.
func values(list ...string) string {
	elements := make([]string, len(list))
	for i, v := range list {
		elements[i] = fmt.Sprintf(`{"value":%q}`, v)
	}
	return "[" + strings.Join(elements, ",") + "]"
}

// op is an operation of a PATCH; value is JSON text, empty for none, and so is path.
func op(kind, path, value string) string {
	text := fmt.Sprintf(`{"op":%q`, kind)
	if path != "" {
		text += fmt.Sprintf(`,"path":%q`, path)
	}
	if value != "" {
		text += `,"value":` + value
	}
	return text + "}"
}

func patchBody(ops ...string) string {
	return fmt.Sprintf(`{"schemas":[%q],"Operations":[%s]}`, scim.MessagePatch, strings.Join(ops, ","))
}

// patch changes a user.
func (s *site) patch(id string, ops ...string) answer {
	s.Helper()
	return s.send("PATCH", "/Users/"+id, patchBody(ops...))
}

// patchGroup changes a group.
func (s *site) patchGroup(id string, ops ...string) answer {
	s.Helper()
	return s.send("PATCH", "/Groups/"+id, patchBody(ops...))
}

func (s *site) getUser(id string) answer {
	s.Helper()
	return s.send("GET", "/Users/"+id, "").is(200)
}

func (s *site) getGroup(id string) answer {
	s.Helper()
	return s.send("GET", "/Groups/"+id, "").is(200)
}

// filter lists users; more are further parameters, as they stand in a query.
func (s *site) filter(text string, more ...string) answer {
	s.Helper()
	return s.send("GET", "/Users?"+strings.Join(append(more, "filter="+escape(text)), "&"), "")
}

// finds checks that a filter selects a user, among others perhaps.
func (s *site) finds(id, text string) {
	s.Helper()
	s.holds(id, text, true)
}

// misses checks that a filter does not select a user.
func (s *site) misses(id, text string) {
	s.Helper()
	s.holds(id, text, false)
}

// holds asks twice: for all that the filter selects, which is the application's to answer if it can, and for the user
// alone, where the gateway has to compare.
func (s *site) holds(id, text string, want bool) {
	s.Helper()
	all := s.filter(text, "attributes=id", "count=1000").is(200)
	if got := slices.Contains(all.each("id"), any(id)); got != want {
		s.Errorf("%s: selects the user %v, want %v", text, got, want)
	}
	alone := s.filter(fmt.Sprintf("id eq %q and (%s)", id, text)).is(200)
	if got := len(alone.list("Resources")) == 1; got != want {
		s.Errorf("%s, with the id: selects the user %v, want %v", text, got, want)
	}
}

// quote is text as JSON has it.
func quote(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text is always JSON
	}
	return string(b)
}

// escape is text as a part of a query.
func escape(text string) string { return url.QueryEscape(text) }
