package httpapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/internal/jsonx"
)

// crowd makes a group of n members.
func (s *site) crowd(n int) string {
	s.t.Helper()
	id := s.made("/Groups", staff)
	var people, links []connectors.Fields
	for i := range n {
		number := int64(1000 + i)
		people = append(people, connectors.Fields{"emp_no": number, "login": fmt.Sprintf("m%d", i), "status": "A", "deleted": int64(0)})
		links = append(links, connectors.Fields{"role_id": int64(1), "emp_no": number})
	}
	for table, rows := range map[string][]connectors.Fields{"employees": people, "employee_roles": links} {
		if err := s.Tables.Insert(table, rows...); err != nil {
			s.t.Fatal(err)
		}
	}
	return id
}

func TestALargeGroupStreams(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.crowd(1500)
	a := s.send("GET", "/Groups/"+id, "")
	if n := len(a.body.List("members")); n != 1500 || a.ContentLength != -1 {
		t.Errorf("got %d members, content length %d", n, a.ContentLength)
	}
	list := s.send("GET", "/Groups", "")
	if n := strings.Count(list.text, `"$ref"`); n != 1500 {
		t.Errorf("the list has %d members", n)
	}
}

func TestAnEmptyGroupHasNoMembersAttribute(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	a := s.send("GET", "/Groups/"+s.crowd(0), "")
	if _, ok := a.body.Get("members"); ok || a.ContentLength <= 0 {
		t.Errorf("got %s", a.text)
	}
}

func TestAStreamThatBreaksEarlyIsAProperError(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.crowd(3)
	s.Groups.After = func(string) error { return connectors.Errorf(connectors.Unavailable, "rows", "reset") }
	a := s.send("GET", "/Groups/"+id, "")
	a.isError(t, 503, "")
	if a.Header.Get("ETag") != "" || a.Header.Get("Location") != "" {
		t.Errorf("the headers of the resource are still there: %v", a.Header)
	}
}

func TestAStreamThatBreaksLateIsNeverTakenForAWholeOne(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.crowd(3000)
	s.Groups.After = func(string) error { return connectors.Errorf(connectors.Unavailable, "rows", "reset") }
	a, err := s.try("GET", "/Groups/"+id, "")
	if err == nil {
		t.Error("the connection was not broken")
	}
	if _, err := jsonx.Decode(strings.NewReader(a.text)); err == nil {
		t.Errorf("%d bytes are valid JSON", len(a.text))
	}
	lines := s.logs.FilterMessage("request").All()
	if last := lines[len(lines)-1].ContextMap(); last["aborted"] != true {
		t.Errorf("the log says %v", last)
	}
}
