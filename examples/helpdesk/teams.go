package helpdesk

import "github.com/scimgate/scimgate/examples/helpdesk/legacy"

func teams() legacy.Collection {
	return legacy.Collection{
		Name: "teams", One: "team", Key: []string{"id"}, Unique: [][]string{{"name"}},
		Fields: []legacy.Field{
			{Name: "id", Type: legacy.Integer, Generated: true, ReadOnly: true},
			{Name: "name", Type: legacy.Text, Max: 120, Required: true, AnyCase: true, Pattern: `(?s).*\S.*`},
			{Name: "description", Type: legacy.Text},
			{Name: "external_id", Type: legacy.Text, Max: 255},
			{Name: "created_at", Type: legacy.Time, Stamp: legacy.Created},
			{Name: "updated_at", Type: legacy.Time, Stamp: legacy.Changed},
		},
		Subs: []legacy.Sub{{
			Name: "members", One: "member", Of: "memberships", By: map[string]string{"team_id": "id"}, Member: "agent_id",
			Target: "agents", Show: map[string]string{"login": "login"}, Paged: true, Cascade: true,
		}},
		Find:  []string{"name", "external_id"},
		Sort:  []string{"name"},
		ByIDs: true,
	}
}

func memberships() legacy.Collection {
	return legacy.Collection{
		Name: "memberships", One: "membership", Key: []string{"team_id", "agent_id"}, ReadOnly: true, Find: []string{"agent_id", "team_id"},
		Fields: []legacy.Field{
			{Name: "team_id", Type: legacy.Integer},
			{Name: "agent_id", Type: legacy.Integer},
			{Name: "since", Type: legacy.Time, Stamp: legacy.Created},
		},
	}
}
