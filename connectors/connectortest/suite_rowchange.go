package connectortest

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

func rowChangeTests() []test {
	add := func(rows ...connectors.Fields) connectors.RowChange { return connectors.RowChange{Add: rows} }
	return []test{
		{"a row that is added gets its owner, what Where says, inserts, and stamps the record", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(brian), changing("phones", add(connectors.Fields{"number": "+353 2", "type.label": "Workplace"})))
			s.wantChanges(t, before, append(s.stamped(before, brian), "+ phones: emp_no=2 purpose=work kind=W number=+353 2 note=by scim")...)
		}},
		{"adding a row that is there changes nothing, its other fields and the stamps included", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", add(connectors.Fields{"number": "+44 20 1", "kind": "M", "rank": int64(9)})))
			s.wantChanges(t, before)
		}},
		{"one row added twice in one change is one row", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(zoe), changing("phones", add(connectors.Fields{"number": "1"}, connectors.Fields{"number": "1"})))
			s.wantChanges(t, before, append(s.stamped(before, zoe), "+ phones: emp_no=4 purpose=work number=1 note=by scim")...)
		}},
		{"a row that Where hides is another row", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", add(connectors.Fields{"number": "+44 77 3"})))
			s.wantChanges(t, before, append(s.stamped(before, ada), "+ phones: emp_no=1 purpose=work number=+44 77 3 note=by scim")...)
		}},
		{"a row without a value for its identity is told apart too", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			e := s.people()
			for range 2 {
				s.mustUpdate(e, key(zoe), changing("phones", add(connectors.Fields{"kind": "M"})))
			}
			s.wantChanges(t, before, append(s.stamped(before, zoe), "+ phones: emp_no=4 purpose=work kind=M note=by scim")...)
			s.mustUpdate(e, key(zoe), changing("phones", connectors.RowChange{Remove: []connectors.Fields{{"number": nil}}}))
			s.wantChanges(t, before, s.stamped(before, zoe)...)
		}},
		{"removing takes the row, and removing again changes nothing", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			e := s.people()
			remove := connectors.RowChange{Remove: []connectors.Fields{{"number": "+44 20 1", "kind": "ignored"}, {"number": "never there"}}}
			s.mustUpdate(e, key(ada), changing("phones", remove))
			want := append(s.stamped(before, ada), "- phones 1")
			s.wantChanges(t, before, want...)
			between := s.whole()
			s.mustUpdate(e, key(ada), changing("phones", remove))
			s.wantChanges(t, between)
		}},
		{"dropping takes rows by their keys, and only the record's own visible ones", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", connectors.RowChange{Drop: []connectors.Key{"2", "3", "4", "99", "x", ""}}))
			s.wantChanges(t, before, append(s.stamped(before, ada), "- phones 2")...)
		}},
		{"replace removes what nobody names and keeps every column of what is named", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", connectors.RowChange{Replace: true, Add: []connectors.Fields{{"number": "+44 77 2"}, {"number": "new"}}}))
			s.wantChanges(t, before, append(s.stamped(before, ada), "- phones 1", "+ phones: emp_no=1 purpose=work number=new note=by scim")...)
		}},
		{"replace keeps a row that is updated", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", connectors.RowChange{
				Replace: true, Update: []connectors.Row{{Key: "2", Fields: connectors.Fields{"number": "moved"}}},
			}))
			s.wantChanges(t, before, append(s.stamped(before, ada), "- phones 1", "~ phones 2 number: +44 77 2 → moved")...)
		}},
		{"replace with what is there changes nothing", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", connectors.RowChange{Replace: true, Add: []connectors.Fields{{"number": "+44 77 2"}, {"number": "+44 20 1"}}}))
			s.wantChanges(t, before)
		}},
		{"replace with nothing removes all that can be seen", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", connectors.RowChange{Replace: true}))
			s.wantChanges(t, before, append(s.stamped(before, ada), "- phones 1", "- phones 2")...)
		}},
		{"an updated row keeps the columns that nobody mentions", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", connectors.RowChange{Update: []connectors.Row{
				{Key: "2", Fields: connectors.Fields{"number": "moved", "type.label": "Workplace", "rank": nil}},
			}}))
			s.wantChanges(t, before, append(s.stamped(before, ada), "~ phones 2 number: +44 77 2 → moved", "~ phones 2 kind: M → W", "~ phones 2 rank: 1 → ∅")...)
		}},
		{"an updated row that is the same is no change", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", connectors.RowChange{Update: []connectors.Row{
				{Key: "2", Fields: connectors.Fields{"number": "+44 77 2", "type.label": "Mobile"}},
			}}))
			s.wantChanges(t, before)
		}},
		{"a row may be named by what the code in its identity means", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			phones := spec.Relations["phones"]
			phones.Identity = []string{"kind"}
			spec.Relations["phones"] = phones
			e, before := s.open(spec), s.whole()
			s.mustUpdate(e, key(ada), changing("phones", add(connectors.Fields{"type.label": "Mobile", "number": "new"})))
			s.wantChanges(t, before)
			s.mustUpdate(e, key(ada), changing("phones", connectors.RowChange{Remove: []connectors.Fields{{"type.label": "Mobile"}, {"type.label": "Pager"}}}))
			s.wantChanges(t, before, append(s.stamped(before, ada), "- phones 2")...)
		}},
		{"what else is said of a row that goes is not looked up", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", connectors.RowChange{
				Remove: []connectors.Fields{{"number": "+44 20 1", "type.label": "Pager", "rank": "first"}},
			}))
			s.wantChanges(t, before, append(s.stamped(before, ada), "- phones 1")...)
		}},
		{"updating a row that is gone, hidden or another record's is a failed precondition", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			for _, k := range []connectors.Key{"99", "3", "4", "x", ""} {
				change := changing("phones", connectors.RowChange{
					Update: []connectors.Row{{Key: k, Fields: connectors.Fields{"number": "moved"}}}, Add: []connectors.Fields{{"number": "new"}},
				})
				wantKind(t, s.update(s.people(), key(ada), change), connectors.Precondition, "")
			}
			hidden := changing("members", connectors.RowChange{Update: []connectors.Row{{Key: key(ghost, admins), Fields: connectors.Fields{"emp_no": li}}}})
			wantKind(t, s.update(s.roles(), key(admins), hidden), connectors.Precondition, "")
			s.wantChanges(t, before)
		}},
		{"a row that is given to another record is invalid", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			phones := spec.Relations["phones"]
			phones.Fields = append(phones.Fields, "emp_no")
			spec.Relations["phones"] = phones
			e, before := s.open(spec), s.whole()
			for _, c := range []connectors.RowChange{
				add(connectors.Fields{"number": "new", "emp_no": brian}),
				{Update: []connectors.Row{{Key: "2", Fields: connectors.Fields{"emp_no": brian}}}},
			} {
				wantKind(t, s.update(e, key(ada), changing("phones", c)), connectors.Invalid, "phones/emp_no")
			}
			s.wantChanges(t, before)
			s.mustUpdate(e, key(ada), changing("phones", connectors.RowChange{Update: []connectors.Row{{Key: "2", Fields: connectors.Fields{"emp_no": ada, "rank": int64(9)}}}}))
			s.wantChanges(t, before, append(s.stamped(before, ada), "~ phones 2 rank: 1 → 9")...)
		}},
		{"removals come before additions, so that a row can be made anew", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), changing("phones", connectors.RowChange{
				Remove: []connectors.Fields{{"number": "+44 20 1"}}, Add: []connectors.Fields{{"number": "+44 20 1", "kind": "M"}},
			}))
			s.wantChanges(t, before, append(s.stamped(before, ada), "- phones 1", "+ phones: emp_no=1 purpose=work kind=M number=+44 20 1 note=by scim")...)
		}},
		{"a relation that is read only is unsupported", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			wantKind(t, s.update(s.people(), key(ada), changing("groups", add(connectors.Fields{"role_id": empty}))), connectors.Unsupported, "")
			s.wantChanges(t, before)
		}},
		{"members that cannot be seen survive a replace", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.roles(), key(admins), changing("members", connectors.RowChange{Replace: true, Add: []connectors.Fields{{"emp_no": brian}, {"emp_no": ada}}}))
			s.wantChanges(t, before, "- employee_roles 8~1", "+ employee_roles: emp_no=2 role_id=1 granted_by=scim")
		}},
		{"members that cannot be seen are neither removed nor added again", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			e := s.roles()
			hidden := []connectors.Fields{{"emp_no": ghost}, {"emp_no": service}, {"emp_no": nobody}}
			s.mustUpdate(e, key(admins), changing("members", connectors.RowChange{Remove: hidden}))
			s.mustUpdate(e, key(admins), changing("members", connectors.RowChange{Add: hidden}))
			s.mustUpdate(e, key(admins), changing("members", connectors.RowChange{Drop: []connectors.Key{key(ghost, admins)}}))
			s.wantChanges(t, before)
		}},
	}
}
