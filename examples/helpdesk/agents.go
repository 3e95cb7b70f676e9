package helpdesk

import "github.com/scimgate/scimgate/examples/helpdesk/legacy"

func agents() legacy.Collection {
	mail := `[^@\s]+@[^@\s]+`
	mine := map[string]string{"agent_id": "id"}
	return legacy.Collection{
		Name: "agents", One: "agent", Key: []string{"id"}, Unique: [][]string{{"login"}},
		Fields: []legacy.Field{
			{Name: "id", Type: legacy.Integer, Generated: true, ReadOnly: true},
			{Name: "login", Type: legacy.Text, Max: 255, Required: true, AnyCase: true, Pattern: `\S+`},
			{Name: "external_id", Type: legacy.Text, Max: 255},
			{Name: "display_name", Type: legacy.Text, Max: 255},
			{Name: "first_name", Type: legacy.Text, Max: 120},
			{Name: "middle_name", Type: legacy.Text, Max: 120},
			{Name: "last_name", Type: legacy.Text, Max: 120},
			{Name: "email", Type: legacy.Text, Max: 255, AnyCase: true, Pattern: mail},
			{Name: "private_email", Type: legacy.Text, Max: 255, AnyCase: true, Pattern: mail},
			{Name: "job_title", Type: legacy.Text, Max: 120},
			{Name: "department", Type: legacy.Text, Max: 120},
			{Name: "cost_centre", Type: legacy.Text, Max: 32},
			{Name: "staff_number", Type: legacy.Text, Max: 32},
			{Name: "manager_id", Type: legacy.Integer, Refers: "agents"},
			{Name: "locale", Type: legacy.Text, Max: 16},
			{Name: "time_zone", Type: legacy.Text, Max: 40},
			{Name: "state", Type: legacy.Text, Default: "active", ReadOnly: true},
			{Name: "password", Type: legacy.Text, Max: 120, WriteOnly: true},
			{Name: "notes", Type: legacy.Text, Detail: true},
			{Name: "created_at", Type: legacy.Time, Stamp: legacy.Created},
			{Name: "updated_at", Type: legacy.Time, Stamp: legacy.Changed},
		},
		Subs: []legacy.Sub{
			{Name: "phones", One: "phone", Of: "phones", By: mine, Inline: true, Cascade: true},
			{Name: "addresses", One: "address", Of: "addresses", By: mine, Inline: true, Cascade: true},
			{Name: "skills", One: "skill", Of: "skills", By: mine, Inline: true, Cascade: true},
			{Name: "teams", One: "team", Of: "memberships", By: mine, Member: "team_id", Target: "teams", Show: map[string]string{"name": "name"}, Inline: true, ReadOnly: true, Cascade: true},
		},
		Actions: []legacy.Action{
			{Name: "lock", Set: map[string]any{"state": "locked"}},
			{Name: "unlock", Set: map[string]any{"state": "active"}},
		},
		Find:   []string{"login", "external_id", "email", "staff_number", "department", "manager_id", "state"},
		Search: []string{"login", "display_name", "first_name", "last_name", "email", "private_email"},
		Sort:   []string{"login", "last_name", "created_at"},
		ByIDs:  true,
	}
}

func phones() legacy.Collection {
	return legacy.Collection{
		Name: "phones", One: "phone", Key: []string{"id"}, Hidden: true,
		Fields: []legacy.Field{
			{Name: "id", Type: legacy.Integer, Generated: true},
			{Name: "agent_id", Type: legacy.Integer},
			{Name: "kind", Type: legacy.Text, OneOf: []string{"work", "mobile", "home", "fax", "other"}},
			{Name: "number", Type: legacy.Text, Max: 64},
			{Name: "note", Type: legacy.Text, Max: 120, ReadOnly: true}, // of the telephone switch, which nobody else writes
		},
	}
}

func addresses() legacy.Collection {
	return legacy.Collection{
		Name: "addresses", One: "address", Key: []string{"id"}, Hidden: true,
		Fields: []legacy.Field{
			{Name: "id", Type: legacy.Integer, Generated: true},
			{Name: "agent_id", Type: legacy.Integer},
			{Name: "kind", Type: legacy.Text, OneOf: []string{"work", "home", "other"}},
			{Name: "street", Type: legacy.Text, Max: 255},
			{Name: "city", Type: legacy.Text, Max: 120},
			{Name: "region", Type: legacy.Text, Max: 120},
			{Name: "postal_code", Type: legacy.Text, Max: 16},
			{Name: "country", Type: legacy.Text, Max: 64},
		},
	}
}

func skills() legacy.Collection {
	return legacy.Collection{
		Name: "skills", One: "skill", Key: []string{"id"}, Hidden: true,
		Fields: []legacy.Field{
			{Name: "id", Type: legacy.Integer, Generated: true},
			{Name: "agent_id", Type: legacy.Integer},
			{Name: "name", Type: legacy.Text, Max: 120},
			{Name: "main", Type: legacy.Bool},
		},
	}
}
