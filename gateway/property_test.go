package gateway_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// drawEmployee is a row as a real database has it: empty values, odd texts, unknown codes.
func drawEmployee(t *rapid.T, n int) connectors.Fields {
	f := connectors.Fields{"login": fmt.Sprintf("u%d", n), "deleted": int64(0), "created_at": gatewaytest.Noon}
	odd := rapid.OneOf(rapid.Just(""), rapid.SampledFrom([]string{"O'Brien", "李", "Zoë", "A and B", `a"b\c`, "%_"}), rapid.StringN(1, 12, -1))
	for _, name := range []string{"external_ref", "display_name", "given_name", "family_name", "nick", "job_title", "work_mail", "private_mail", "employee_number"} {
		if rapid.Bool().Draw(t, "has "+name) {
			f[name] = odd.Draw(t, name)
		}
	}
	f["status"] = rapid.SampledFrom([]string{"A", "T", "L", "X"}).Draw(t, "status")
	if n > 1 && rapid.Bool().Draw(t, "has a manager") {
		f["manager_no"] = int64(rapid.IntRange(1, n-1).Draw(t, "manager"))
	}
	return f
}

func TestAPutOfWhatAGetReturnedChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newSite(t, gatewaytest.Options{})
		people := rapid.IntRange(1, 3).Draw(rt, "people")
		for n := range people {
			if err := s.Tables.Insert("employees", drawEmployee(rt, n+1)); err != nil {
				rt.Fatal(err)
			}
		}
		for i := range rapid.IntRange(0, 3).Draw(rt, "phones") {
			kind := rapid.SampledFrom([]any{"W", "M", "?", nil}).Draw(rt, "kind")
			if err := s.Tables.Insert("phones", connectors.Fields{"emp_no": int64(people), "number": fmt.Sprint(i % 2), "kind": kind, "note": "n"}); err != nil {
				rt.Fatal(err)
			}
		}
		l, err := s.list("User", s.query("User", fmt.Sprintf(`userName eq "u%d"`, people)))
		if err != nil || len(l.Resources) != 1 {
			rt.Fatalf("got %v, %v", l, err)
		}
		before := l.Resources[0]
		rows, phones := s.Tables.Rows("employees"), s.Tables.Rows("phones")
		s.Set(s.Now().Add(time.Hour))
		edge := &scim.Edge{}
		after, err := s.replace("User", before.Resource.Text("id"), text(before), s.view())
		if err != nil {
			rt.Fatalf("%v for %s (%v)", err, text(before), edge.Used)
		}
		if diff := cmp.Diff(rows, s.Tables.Rows("employees")) + cmp.Diff(phones, s.Tables.Rows("phones")); diff != "" {
			rt.Fatalf("%s\nof %s", diff, text(before))
		}
		if text(after) != text(before) {
			rt.Fatalf("it reads differently afterwards:\n%s\n%s", text(before), text(after))
		}
	})
}
