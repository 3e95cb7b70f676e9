package switchboard

import "github.com/scimgate/scimgate/examples/helpdesk/legacy"

func huntGroups() legacy.Collection {
	return legacy.Collection{
		Name: "huntgroups", One: "huntgroup", Key: []string{"No"}, Unique: [][]string{{"Title"}},
		Fields: []legacy.Field{
			{Name: "No", Type: legacy.Integer, Generated: true, ReadOnly: true},
			{Name: "Title", Type: legacy.Text, Max: 120, Required: true, AnyCase: true, Pattern: `(?s).*\S.*`},
			{Name: "ForeignCode", Type: legacy.Text, Max: 255},
			{Name: "Pattern", Type: legacy.Text, Default: "longest-idle", OneOf: []string{"longest-idle", "round-robin", "all"}},
		},
		Subs: []legacy.Sub{{
			Name: "members", One: "member", Of: "entries", By: map[string]string{"GroupNo": "No"}, Member: "OperatorNo",
			Target: "operators", Bare: true, Whole: true, Cascade: true,
		}},
	}
}

func entries() legacy.Collection {
	return legacy.Collection{
		Name: "entries", One: "entry", Key: []string{"GroupNo", "OperatorNo"}, Hidden: true,
		Fields: []legacy.Field{
			{Name: "GroupNo", Type: legacy.Integer},
			{Name: "OperatorNo", Type: legacy.Integer},
			{Name: "Since", Type: legacy.Time, Stamp: legacy.Created},
		},
	}
}
