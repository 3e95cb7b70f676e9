package gateway_test

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
)

func TestABackfillWritesTheIDsThatClientsKnowAlready(t *testing.T) {
	for _, k := range withoutIDs() {
		t.Run(k.name, func(t *testing.T) {
			s := k.site(t)
			if err := s.Tables.Insert("people", connectors.Fields{"login": "ada"}, connectors.Fields{"login": "joe"}, connectors.Fields{"login": "eve", "scim_id": "X"}); err != nil {
				t.Fatal(err)
			}
			ada := s.ids(`userName eq "ada"`)["ada"]
			backfill := func(write bool) (f gateway.Filled) {
				f, err := s.endpoint("User").Backfill(t.Context(), write, func(gateway.Filled) {})
				if err != nil {
					t.Fatal(err)
				}
				return f
			}
			s.same(backfill(false), gateway.Filled{Records: 3, Held: 1})
			s.same(s.row("people", "login", "ada")["scim_id"], nil)
			s.same(backfill(true), gateway.Filled{Records: 3, Held: 1, Written: 2})
			s.same(s.row("people", "login", "ada")["scim_id"], any(ada))
			s.same(s.row("people", "login", "eve")["scim_id"], any("X"))
			ids := s.ids("")
			s.same(ids["ada"], ada)
			s.same(backfill(true), gateway.Filled{Records: 3, Held: 3})
			s.LoseStore(t)
			s.same(s.ids(""), ids)
		})
	}
}

func TestThereIsNothingToBackfillWhereIDsAreNotInTheApplication(t *testing.T) {
	s := kindsOfIDs()[0].site(t)
	s.made("User", account("ada", ""))
	f, err := s.endpoint("User").Backfill(t.Context(), true, func(gateway.Filled) {})
	if err != nil {
		t.Fatal(err)
	}
	s.same(f, gateway.Filled{})
}
