package dialogues

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// seeded is when those who are there from the start were last changed.
var seeded = time.Date(2024, 5, 1, 9, 0, 0, 0, time.UTC)

// desk is the help desk, with the same people as the HR database.
func desk() place {
	return place{name: "helpdesk", app: "helpdesk", apart: true, fill: func(t *testing.T, s *site) (string, func(*testing.T) database) {
		app, err := helpdesk.New(helpdesk.Options{Key: "k", Now: s.now})
		if err != nil {
			t.Fatal(err)
		}
		put(t, app, "agents",
			legacy.Row{"login": "mira@corp.example", "display_name": "Mira Lang", "first_name": "Mira", "last_name": "Lang", "job_title": "Head of Engineering",
				"email": "mira@corp.example", "staff_number": "E1", "department": "Engineering", "created_at": seeded, "updated_at": seeded},
			legacy.Row{"login": "tom@corp.example", "display_name": "Tom O'Neil", "first_name": "Tom", "last_name": "O'Neil",
				"email": "tom@corp.example", "staff_number": "E2", "department": "Engineering", "manager_id": int64(1), "created_at": seeded, "updated_at": seeded},
			legacy.Row{"login": "olga@corp.example", "first_name": "Olga", "state": "locked"})
		put(t, app, "phones", legacy.Row{"agent_id": int64(2), "kind": "work", "number": "+49 30 1000", "note": "front desk, ask for him"})
		put(t, app, "teams", legacy.Row{"name": "Auditors"}, legacy.Row{"name": "Payroll"})
		put(t, app, "memberships", legacy.Row{"team_id": int64(1), "agent_id": int64(2)})
		server := httptest.NewServer(app)
		t.Cleanup(server.Close)
		return fmt.Sprintf(`base_url: "%s/api/v1", auth: {value: k}`, server.URL), func(*testing.T) database {
			return rowsOf(app, []collection{{"agents", "id"}, {"phones", "id"}, {"addresses", "id"}, {"skills", "id"}, {"teams", "id"}, {"memberships", "team_id agent_id"}})
		}
	}}
}
