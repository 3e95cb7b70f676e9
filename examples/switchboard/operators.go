package switchboard

import "github.com/scimgate/scimgate/examples/helpdesk/legacy"

func operators() legacy.Collection {
	mine := map[string]string{"OperatorNo": "No"}
	return legacy.Collection{
		Name: "operators", One: "operator", Key: []string{"No"}, Unique: [][]string{{"UserCode"}},
		Fields: []legacy.Field{
			{Name: "No", Type: legacy.Integer, Generated: true, ReadOnly: true},
			{Name: "UserCode", Type: legacy.Text, Max: 255, Required: true, AnyCase: true, Pattern: `\S+`},
			{Name: "ForeignCode", Type: legacy.Text, Max: 255},
			{Name: "Label", Type: legacy.Text, Max: 255},
			{Name: "Forename", Type: legacy.Text, Max: 120},
			{Name: "SecondName", Type: legacy.Text, Max: 120},
			{Name: "Surname", Type: legacy.Text, Max: 120},
			{Name: "Mail", Type: legacy.Text, Max: 255},
			{Name: "HomeMail", Type: legacy.Text, Max: 255},
			{Name: "Position", Type: legacy.Text, Max: 120},
			{Name: "Unit", Type: legacy.Text, Max: 120},
			{Name: "Account", Type: legacy.Text, Max: 32},
			{Name: "PayrollNo", Type: legacy.Text, Max: 32},
			{Name: "ReportsTo", Type: legacy.Integer, Refers: "operators"},
			{Name: "Language", Type: legacy.Text, Max: 16},
			{Name: "Clock", Type: legacy.Text, Max: 40},
			{Name: "Status", Type: legacy.Text, Required: true, Default: "1", OneOf: []string{"1", "2", "9"}},
			{Name: "Pin", Type: legacy.Text, Max: 120, WriteOnly: true},
			{Name: "Made", Type: legacy.Time, Stamp: legacy.Created},
			{Name: "Touched", Type: legacy.Time, Stamp: legacy.Changed},
		},
		Subs: []legacy.Sub{
			{Name: "Devices", One: "Device", Of: "devices", By: mine, Inline: true, Cascade: true},
			{Name: "Places", One: "Place", Of: "places", By: mine, Inline: true, Cascade: true},
			{Name: "Duties", One: "Duty", Of: "duties", By: mine, Inline: true, Cascade: true},
			{Name: "HuntGroups", One: "GroupNo", Of: "entries", By: mine, Member: "GroupNo", Inline: true, Bare: true, Detail: true, ReadOnly: true, Cascade: true},
		},
	}
}

func devices() legacy.Collection {
	return legacy.Collection{
		Name: "devices", One: "Device", Key: []string{"Line"}, Hidden: true,
		Fields: []legacy.Field{
			{Name: "Line", Type: legacy.Integer, Generated: true},
			{Name: "OperatorNo", Type: legacy.Integer},
			{Name: "Class", Type: legacy.Text, OneOf: []string{"W", "M", "H", "F", "O"}},
			{Name: "Dial", Type: legacy.Text, Max: 64},
			{Name: "Remark", Type: legacy.Text, Max: 120, ReadOnly: true},
		},
	}
}

func places() legacy.Collection {
	return legacy.Collection{
		Name: "places", One: "Place", Key: []string{"Line"}, Hidden: true,
		Fields: []legacy.Field{
			{Name: "Line", Type: legacy.Integer, Generated: true},
			{Name: "OperatorNo", Type: legacy.Integer},
			{Name: "Class", Type: legacy.Text, OneOf: []string{"W", "H", "O"}},
			{Name: "Street", Type: legacy.Text, Max: 255},
			{Name: "Town", Type: legacy.Text, Max: 120},
			{Name: "County", Type: legacy.Text, Max: 120},
			{Name: "PostCode", Type: legacy.Text, Max: 16},
			{Name: "Country", Type: legacy.Text, Max: 64},
		},
	}
}

func duties() legacy.Collection {
	return legacy.Collection{
		Name: "duties", One: "Duty", Key: []string{"Line"}, Hidden: true,
		Fields: []legacy.Field{
			{Name: "Line", Type: legacy.Integer, Generated: true},
			{Name: "OperatorNo", Type: legacy.Integer},
			{Name: "Name", Type: legacy.Text, Max: 120},
			{Name: "Main", Type: legacy.Bool},
		},
	}
}
