package dialogues

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/examples/switchboard"
)

// board is the switchboard, with the same people as the HR database. Its sessions end after a few calls.
func board() place {
	return place{name: "switchboard", app: "switchboard", apart: true, fill: func(t *testing.T, s *site) (string, func(*testing.T) database) {
		app, err := switchboard.New(switchboard.Options{User: "gateway", Password: "secret", Calls: 11, Now: s.now})
		if err != nil {
			t.Fatal(err)
		}
		put(t, app, "operators",
			legacy.Row{"UserCode": "mira@corp.example", "Label": "Mira Lang", "Forename": "Mira", "Surname": "Lang", "Position": "Head of Engineering",
				"Mail": "mira@corp.example", "PayrollNo": "E1", "Unit": "Engineering", "Made": seeded, "Touched": seeded},
			legacy.Row{"UserCode": "tom@corp.example", "Label": "Tom O'Neil", "Forename": "Tom", "Surname": "O'Neil",
				"Mail": "tom@corp.example", "PayrollNo": "E2", "Unit": "Engineering", "ReportsTo": int64(1), "Made": seeded, "Touched": seeded},
			legacy.Row{"UserCode": "olga@corp.example", "Forename": "Olga", "Status": "2"})
		put(t, app, "devices", legacy.Row{"OperatorNo": int64(2), "Class": "W", "Dial": "+49 30 1000", "Remark": "front desk, ask for him"})
		put(t, app, "huntgroups", legacy.Row{"Title": "Auditors"}, legacy.Row{"Title": "Payroll"})
		put(t, app, "entries", legacy.Row{"GroupNo": int64(1), "OperatorNo": int64(2)})
		server := httptest.NewServer(app)
		t.Cleanup(server.Close)
		const login = "{session: {login: {body: {session: {password: secret}}}}}"
		return fmt.Sprintf(`base_url: "%s/xml", auth: %s`, server.URL, login), func(*testing.T) database {
			return rowsOf(app, []collection{{"operators", "No"}, {"devices", "Line"}, {"places", "Line"}, {"duties", "Line"}, {"huntgroups", "No"}, {"entries", "GroupNo OperatorNo"}})
		}
	}}
}
