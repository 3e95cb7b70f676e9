package helpdesk

import (
	"fmt"
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// opened is when the help desk was.
var opened = time.Date(2011, 3, 14, 8, 0, 0, 0, time.UTC)

// seed fills an empty help desk with n agents, numbered from 1, and their teams; without agents there are no teams.
func seed(app *legacy.App, n int) error {
	if n == 0 {
		return nil
	}
	for id, t := range teamNames() {
		row := legacy.Row{"id": int64(id + 1), "name": t.name, "created_at": opened, "updated_at": opened}
		if err := app.Insert("teams", row); err != nil {
			return err
		}
	}
	taken := map[string]int{}
	for i := 1; i <= n; i++ {
		if err := seedAgent(app, i, taken); err != nil {
			return err
		}
	}
	return nil
}

func seedAgent(app *legacy.App, i int, taken map[string]int) error {
	id := int64(i)
	first, last := nth(firstNames(), i*3), nth(lastNames(), i*5)
	login := first.login + "." + last.login
	if taken[login]++; taken[login] > 1 {
		login = fmt.Sprint(login, taken[login])
	}
	joined := opened.AddDate(0, 0, i*8)
	row := legacy.Row{
		"id": id, "login": login, "display_name": first.shown + " " + last.shown, "first_name": first.shown, "last_name": last.shown,
		"email": login + "@helpdesk.example", "job_title": nth(jobTitles(), i), "department": nth(departments(), i/7),
		"cost_centre": fmt.Sprintf("HD-%02d", i%12), "staff_number": fmt.Sprintf("A%05d", 20_000+i),
		"locale": nth(locales(), i), "time_zone": nth(timeZones(), i), "created_at": joined, "updated_at": joined,
	}
	if i%23 == 0 {
		row["state"] = "locked"
	}
	if i%9 == 0 { // what nobody has ever filled in
		row["display_name"], row["job_title"], row["time_zone"] = nil, nil, nil
	}
	if i%40 == 0 {
		row["email"], row["last_name"] = nil, nil
	}
	if i > 1 {
		row["manager_id"] = 1 + (id-2)/10
	}
	if err := app.Insert("agents", row); err != nil {
		return err
	}
	if i%10 != 0 {
		if err := app.Insert("phones", legacy.Row{"agent_id": id, "kind": "work", "number": fmt.Sprintf("+353 1 496 %04d", i), "note": "desk"}); err != nil {
			return err
		}
	}
	return seedTeams(app, id)
}

func seedTeams(app *legacy.App, agent int64) error {
	for team, t := range teamNames() {
		if agent%int64(t.every) != 0 {
			continue
		}
		if err := app.Insert("memberships", legacy.Row{"team_id": int64(team + 1), "agent_id": agent, "since": opened}); err != nil {
			return err
		}
	}
	return nil
}

func nth[T any](list []T, i int) T { return list[i%len(list)] }
