package gateway_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

const base = "https://h/hr/scim/v2"

// site speaks to the HR app as httpapi does.
type site struct {
	*gatewaytest.HR
	t testing.TB
}

func newSite(t testing.TB, o gatewaytest.Options) site {
	t.Helper()
	return site{gatewaytest.New(t, o), t}
}

func (s site) endpoint(resourceType string) *gateway.Endpoint { return s.App.Endpoints[resourceType] }

func (s site) view() gateway.View { return gateway.View{Base: base, Edge: &scim.Edge{}} }

func (s site) selecting(resourceType, attributes, excluded string) gateway.View {
	s.t.Helper()
	split := func(list string) []string { return strings.FieldsFunc(list, func(r rune) bool { return r == ',' }) }
	selection, err := schema.Select(s.endpoint(resourceType).Mapping.Type(), split(attributes), split(excluded), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	v := s.view()
	v.Selection = selection
	return v
}

func (s site) object(text string) *scim.Object {
	s.t.Helper()
	o, err := jsonx.Decode(strings.NewReader(text))
	if err != nil {
		s.t.Fatalf("%v in %s", err, text)
	}
	return o
}

func (s site) resource(resourceType, text string) scim.Resource {
	s.t.Helper()
	r, err := schema.Canonicalise(s.endpoint(resourceType).Mapping.Type(), s.object(text), &scim.Edge{})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s site) create(resourceType, text string) (gateway.Answer, error) {
	s.t.Helper()
	return s.endpoint(resourceType).Create(s.t.Context(), s.resource(resourceType, text), s.view())
}

// made creates a resource and returns its id.
func (s site) made(resourceType, text string) string {
	s.t.Helper()
	a, err := s.create(resourceType, text)
	if err != nil {
		s.t.Fatalf("create %s: %v", text, err)
	}
	return a.Resource.Text("id")
}

func (s site) get(resourceType, id string) (gateway.Answer, error) {
	return s.endpoint(resourceType).Get(s.t.Context(), id, s.view())
}

func (s site) replace(resourceType, id, text string, v gateway.View) (gateway.Answer, error) {
	s.t.Helper()
	return s.endpoint(resourceType).Replace(s.t.Context(), id, s.resource(resourceType, text), v)
}

func (s site) patch(resourceType, id, operations string, v gateway.View) (gateway.Answer, error) {
	s.t.Helper()
	ops, err := s.operations(resourceType, operations)
	if err != nil {
		return gateway.Answer{}, err
	}
	return s.endpoint(resourceType).Patch(s.t.Context(), id, ops, v)
}

func (s site) operations(resourceType, operations string) ([]patch.Op, error) {
	s.t.Helper()
	body := s.object(`{"schemas":["` + scim.MessagePatch + `"],"Operations":[` + operations + `]}`)
	return patch.Parse(s.endpoint(resourceType).Mapping.Type(), body, 1000, &scim.Edge{})
}

func (s site) delete(resourceType, id string) error {
	_, err := s.endpoint(resourceType).Delete(s.t.Context(), id, s.view())
	return err
}

// query asks for a first page of users.
func (s site) query(resourceType, text string) gateway.Query {
	s.t.Helper()
	q := gateway.Query{Start: 1, Count: -1, View: s.view()}
	if text == "" {
		return q
	}
	f, err := filter.Parse(text, nil)
	if err == nil {
		f, err = filter.Bind(s.endpoint(resourceType).Mapping.Type(), f, nil)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	q.Filter, q.Text = f, filter.Print(f)
	return q
}

func (s site) list(resourceType string, q gateway.Query) (gateway.List, error) {
	return s.endpoint(resourceType).List(s.t.Context(), q)
}

// names are the userNames or displayNames of a page.
func names(l gateway.List) []string {
	list := []string{}
	for _, a := range l.Resources {
		if n := a.Resource.Text("userName"); n != "" {
			list = append(list, n)
		} else {
			list = append(list, a.Resource.Text("displayName"))
		}
	}
	return list
}

// members reads a group's members to the end, by their values.
func members(t testing.TB, a gateway.Answer) []string {
	t.Helper()
	list := []string{}
	if a.Large["members"] == nil {
		return list
	}
	for el, err := range a.Large["members"] {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, el.Text("value"))
	}
	return list
}

func text(a gateway.Answer) string { return string(a.Resource.AppendJSON(nil)) }

// refused checks that err is what a client is told with this status and scimType.
func refused(t testing.TB, err error, status int, scimType scim.ScimType) *scim.Error {
	t.Helper()
	e, ok := errors.AsType[*scim.Error](err)
	if !ok {
		t.Fatalf("got %v, want a %d %s", err, status, scimType)
	}
	if e.Status != status || e.ScimType != scimType {
		t.Errorf("got %v, want a %d %s", e, status, scimType)
	}
	return e
}

// once fails the first call of this name with err.
func once(name string, err error) func(string) error {
	failed := false
	return func(call string) error {
		if call != name || failed {
			return nil
		}
		failed = true
		return err
	}
}

// row is the one row of a table with this value.
func (s site) row(table, column string, value any) connectors.Fields {
	s.t.Helper()
	var found []connectors.Fields
	for _, r := range s.Tables.Rows(table) {
		if r[column] == value {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		s.t.Fatalf("%s has %d rows with %s = %v", table, len(found), column, value)
	}
	return found[0]
}

var errLost = connectors.Errorf(connectors.OutcomeUnknown, "create employees", "connection reset")
