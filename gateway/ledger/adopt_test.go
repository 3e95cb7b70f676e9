package ledger_test

import (
	"errors"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// create is a POST of somebody.
func (s *site) create(login string) (gateway.Answer, error) {
	s.Helper()
	e := s.users()
	r, err := schema.Canonicalise(e.Mapping.Type(), scim.NewObject("schemas", []any{scim.SchemaUser}, "userName", login), &scim.Edge{})
	s.ok(err)
	return e.Create(s.Context(), r, gateway.View{Base: "https://h/hr/scim/v2", Edge: &scim.Edge{}})
}

func TestACreateOfAnImportedAccountIsRefusedUnlessItWasImportedUnclaimed(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada", "brian")
	s.imports("userName,id,claimed\nada,a,\nbrian,b,false\n")
	_, err := s.create("ada")
	if e, ok := errors.AsType[*scim.Error](err); !ok || e.Status != 409 || e.ScimType != scim.Uniqueness {
		t.Errorf("a create of the one that is claimed: %v", err)
	}
	answer, err := s.create("brian")
	s.ok(err)
	s.equal(answer.Resource.Text("id"), "b")
	s.equal(answer.Adopted, true)
	s.equal(len(s.Tables.Rows("employees")), 2)
	for key, want := range map[connectors.Key]correlation.Link{"1": {ID: "a", Key: "1", Claimed: true}, "2": {ID: "b", Key: "2", Claimed: true}} {
		s.equal(s.link(key), want)
	}
}
