package mappings_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// columnsOf are the fields that each attribute of the property app may change.
var columnsOf = map[string][]string{
	"userName": {"login", "employees_by_manager_no.login"}, "externalId": {"external_ref"}, "nickName": {"nick"}, "displayName": {"display"}, "name": {"family"},
	"active": {"status"}, "userType": {"kind"}, "locale": {"lang"}, "emails": {"work_mail", "private_mail"},
	"phoneNumbers": {"phoneNumbers"}, "roles": {"roles"}, "ims": {"handles"}, "entitlements": {"rights"},
	enterpriseURN[:len(enterpriseURN)-1]: {"badge", "dept_code", "departments_by_dept_code.name", "manager_no", "employees_by_manager_no.login",
		"enterprise.organization", "enterprise.division", "enterprise.costCenter"},
}

// TestAChangeTouchesItsOwnColumnsAlone gives random records, odd ones among them, another value of one attribute, or
// none, and compares all that the application holds.
func TestAChangeTouchesItsOwnColumnsAlone(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 3))
	m, entity := openProperty(t, r, propertyApp)
	names := slices.Sorted(maps.Keys(columnsOf))
	for i := range testenv.N(1_000, 50_000) {
		key, err := connectors.EncodeKey(1 + r.Int64N(40))
		if err != nil {
			t.Fatal(err)
		}
		name, v := pick(r, names), any(nil)
		if sent, ok := canonical(t, m, randomUser(r)).Get(name); ok {
			v = sent
		}
		was := everyFieldOf(t, entity, key)
		record, err := entity.Update(t.Context(), key, m.FullNeed(), func(cur connectors.Record) (connectors.Change, error) {
			return changeOf(t, m, cur, name, v)
		})
		if err != nil {
			t.Fatalf("seed %d, change %d of %s to %s: %v", seed, i, name, scim.AppendJSON(nil, v), err)
		}
		is := everyFieldOf(t, entity, record.Key)
		for _, column := range columnsOf[name] {
			delete(was, column)
			delete(is, column)
		}
		if d := cmp.Diff(was, is); d != "" {
			t.Fatalf("seed %d, change %d of %s to %s (-was +is):\n%s", seed, i, name, scim.AppendJSON(nil, v), d)
		}
	}
}

// changeOf gives the resource of a record another value of one attribute, none for nil.
func changeOf(t *testing.T, m *mappings.Mapping, cur connectors.Record, name string, v any) (connectors.Change, error) {
	rs, err := m.Resources(t.Context(), []connectors.Record{cur}, everything(m), fakeIDs{})
	if err != nil {
		return connectors.Change{}, err
	}
	after := rs[0].Clone()
	if after.Delete(name); v != nil {
		after.Set(name, v)
	}
	return m.Changes(t.Context(), rs[0], after, schema.Paths{}, nil, fakeIDs{}, noon)
}

// everyFieldOf is all that the entity can read of one record, relations as texts of their rows.
func everyFieldOf(t *testing.T, e connectors.Entity, key connectors.Key) map[string]any {
	t.Helper()
	need := connectors.Need{Fields: slices.Collect(maps.Keys(e.Shape().Fields)), Rows: map[string][]string{}}
	for relation, s := range e.Shape().Relations {
		need.Rows[relation] = slices.Collect(maps.Keys(s.Fields))
	}
	found, err := e.Get(t.Context(), []connectors.Key{key}, need)
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	all := map[string]any{}
	for f, v := range found[key].Fields {
		all[f] = v
	}
	for relation, rows := range found[key].Rows {
		var lines []string
		for _, row := range rows {
			lines = append(lines, string(row.Key)+" "+printFields(row.Fields))
		}
		all[relation] = lines
	}
	return all
}
