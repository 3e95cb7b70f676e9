package legacy

import (
	"fmt"
	"strings"
	"testing"
)

// members are the people of team 1, with who added them.
func (o office) members() string {
	var out []string
	for _, r := range o.Rows("links") {
		if r["team"] == int64(1) {
			out = append(out, fmt.Sprintf("%v%v", r["person"], r["by"]))
		}
	}
	return strings.Join(out, " ")
}

func TestRowsWithKeysAreListedAddedChangedAndRemovedUnderTheirRecord(t *testing.T) {
	for update, method := range map[Update]string{Patch: "PATCH", Put: "PUT"} {
		o := open(t, Style{Update: update})
		o.wants("GET", "/people/1/phones", "", 200, `[{"id":1,"kind":null,"number":"1"},{"id":2,"kind":null,"number":"2"}]`)
		o.wants("GET", "/people/1/phones/2", "", 200, `{"id":2,"kind":null,"number":"2"}`)
		a := o.wants("POST", "/people/1/phones", `{"number":"4","person":2}`, 201, `{"id":4,"kind":null,"number":"4"}`)
		if got := strings.TrimPrefix(a.header.Get("Location"), o.server.URL); got != "/people/1/phones/4" {
			t.Errorf("Location %s", got)
		}
		o.wants(method, "/people/1/phones/4", `{"number":"5","kind":"W","person":2}`, 200, `{"id":4,"kind":"W","number":"5"}`)
		o.wants("DELETE", "/people/1/phones/4", "", 204, "")
		for _, path := range []string{"/people/1/phones/4", "/people/1/phones/3", "/people/9/phones", "/people/1/phones/1/2"} {
			o.wants("GET", path, "", 404, "…")
		}
		o.wants("POST", "/people/1/phones", `{}`, 422, "…")
		o.wants("PUT", "/people/1/phones", `[]`, 405, "…")
	}
}

func TestLinksAreListedAddedAndRemovedUnderTheirRecord(t *testing.T) {
	o := open(t, Style{Paging: Pages, Size: 2})
	o.wants("GET", "/teams/1/members", "", 200, `[{"by":"hand","person":1},{"by":"hand","person":2}]`)
	o.wants("GET", "/teams/1/members?page=2", "", 200, `[{"by":"hand","person":3}]`)
	o.wants("POST", "/teams/1/members", `{"person":4}`, 204, "")
	o.wants("POST", "/teams/1/members", `{"person":5,"by":"me","team":2}`, 204, "")
	if got := o.members(); got != "1hand 2hand 3hand 4<nil> 5me" {
		t.Error(got)
	}
	o.wants("DELETE", "/teams/1/members/4", "", 204, "")
	o.wants("DELETE", "/teams/1/members/4", "", 404, "…")
	o.wants("DELETE", "/teams/1/members/x", "", 404, "…")
	o.wants("POST", "/teams/1/members", `{"person":77}`, 422, "…")
	o.wants("POST", "/teams/1/members", `{"by":"me"}`, 422, "…")
	o.wants("GET", "/teams/9/members", "", 404, "…")
	if got := o.members(); got != "1hand 2hand 3hand 5me" {
		t.Error(got)
	}
}

func TestSeveralLinksAreAddedAllOrNone(t *testing.T) {
	o := open(t, Style{Again: 422})
	o.wants("POST", "/teams/1/members", `{"members":[3,4,{"person":5,"by":"me"}]}`, 204, "")
	if got := o.members(); got != "1hand 2hand 3hand 4<nil> 5me" {
		t.Error(got)
	}
	o.wants("POST", "/teams/2/members", `[1,77]`, 422, "…")
	o.wants("GET", "/teams/2/members", "", 200, `[]`)
}

func TestWhoIsAMemberAlreadyIsAnErrorOrNot(t *testing.T) {
	for want, style := range map[int]Style{204: {}, 422: {Again: 422}, 409: {Again: 409}} {
		o := open(t, style)
		o.wants("POST", "/teams/1/members", `{"person":1,"by":"other"}`, want, "…")
		o.wants("POST", "/teams/1/members", `[1,2]`, want, "…")
		if got := o.members(); got != "1hand 2hand 3hand" {
			t.Error(got)
		}
	}
	open(t, Style{Absent: 204}).wants("DELETE", "/teams/1/members/5", "", 204, "")
}

func TestAListOfLinksIsReplacedByThoseInTheBody(t *testing.T) {
	o := open(t, Style{})
	o.wants("PUT", "/teams/1/members", `{"members":[2,{"person":4,"by":"me"},{"person":3}]}`, 204, "")
	if got := o.members(); got != "2hand 3hand 4me" {
		t.Error(got)
	}
	o.wants("PUT", "/teams/1/members", `[1,77]`, 422, "…")
	if got := o.members(); got != "2hand 3hand 4me" {
		t.Error(got)
	}
	o.wants("PUT", "/teams/1/members", `{"members":[]}`, 204, "")
	if got := o.members(); got != "" {
		t.Error(got)
	}
	o.wants("PUT", "/teams/1/members", ``, 400, "…")
}

func TestALinkListThatIsWholeIsOnlyReplaced(t *testing.T) {
	o := open(t, Style{})
	o.wants("GET", "/teams/1/roster", "", 200, `[1,2,3]`)
	o.wants("POST", "/teams/1/roster", `[4]`, 405, "…")
	o.wants("DELETE", "/teams/1/roster/1", "", 405, "…")
	o.wants("PUT", "/teams/1/roster", `[4,1]`, 204, "")
	o.wants("GET", "/teams/1/roster", "", 200, `[1,4]`)
}

func TestTheInverseIsReadAndNoMore(t *testing.T) {
	o := open(t, Style{})
	o.wants("GET", "/people/1/teams", "", 200, `[{"by":"hand","name":"red","team":1}]`)
	o.wants("POST", "/people/1/teams", `{"team":2}`, 405, "…")
	o.wants("DELETE", "/people/1/teams/1", "", 405, "…")
}

func TestListsInsideARecordAreRewrittenWithIt(t *testing.T) {
	o := open(t, Style{})
	a := o.wants("PATCH", "/people/1", `{"mails":[{"id":2,"mail":"new@x"},{"mail":"c@x"}],"team_ids":[2]}`, 200, "…")
	if !strings.Contains(a.text, `"mails":[{"id":2,"mail":"new@x"},{"id":3,"mail":"c@x"}]`) || !strings.Contains(a.text, `"team_ids":[2]`) {
		t.Error(a.text)
	}
	if got := o.members(); got != "2hand 3hand" {
		t.Error(got)
	}
	o.wants("POST", "/people", `{"login":"new","mails":[{"mail":"n@x"}],"team_ids":[1,2]}`, 201, "…")
	if got := o.members(); got != "2hand 3hand 6<nil>" {
		t.Error(got)
	}
	o.wants("PATCH", "/people/1", `{"mails":[],"team_ids":null}`, 200, "…")
	if got := len(o.Rows("mails")); got != 1 {
		t.Errorf("%d mails", got)
	}
}
