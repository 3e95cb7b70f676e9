package chaos

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// person is an account as the identity provider knows it. One that was deleted is never the same person again.
type person struct {
	app     *app
	ref     string // externalId
	id      string // as the gateway told it; empty: not yet
	login   string
	given   string
	active  bool
	phone   string
	deleted bool
}

// group is one that the identity provider pushes.
type group struct {
	app     *app
	ref     string
	id      string
	name    string
	members []*person
	deleted bool
}

// model is all that the identity provider believes.
type model struct {
	people []*person
	groups []*group
	owners map[told]any  // a *person or a *group, by every id that was ever told
	logins map[told]bool // that somebody ever had, by app
	used   int           // numbers for names
}

// told is an id or a login at an app.
type told struct{ app, text string }

// tell notes the id of a person or a group, and reports what is wrong with it.
func (m *model) tell(a *app, owner any, had *string, id string) error {
	at := told{a.name, id}
	before, known := m.owners[at]
	switch {
	case id == "":
		return broken("there is no id")
	case *had != "" && *had != id:
		return broken("the id was %s and is %s", *had, id)
	case known && before != owner:
		return broken("the id %s is that of another", id)
	}
	m.owners[at], *had = owner, id
	return nil
}

// live are the people of an app who were not deleted.
func (m *model) live(a *app) []*person {
	return slices.DeleteFunc(slices.Clone(m.people), func(p *person) bool { return p.app != a || p.deleted })
}

func (m *model) liveGroups(a *app) []*group {
	return slices.DeleteFunc(slices.Clone(m.groups), func(g *group) bool { return g.app != a || g.deleted })
}

// free are the logins that nobody has any more.
func (m *model) free(a *app) []string {
	free := map[string]bool{}
	for at := range m.logins {
		if at.app == a.name {
			free[at.text] = true
		}
	}
	for _, p := range m.live(a) {
		delete(free, p.login)
	}
	return slices.Sorted(maps.Keys(free))
}

// last is the person who had a login last.
func (m *model) last(a *app, login string) (last *person) {
	for _, p := range m.people {
		if p.app == a && p.login == login {
			last = p
		}
	}
	return last
}

// comeBack makes somebody the person who was deleted with that login, where the application has them still: then the id
// is that one's too.
func (m *model) comeBack(p *person) {
	dead := m.last(p.app, p.login)
	if !p.app.revives || dead == nil {
		return
	}
	p.id = dead.id
	m.owners[told{p.app.name, p.id}] = p
	m.people = slices.DeleteFunc(m.people, func(other *person) bool { return other == dead })
}

// leave deletes a person, who is then in no group.
func (m *model) leave(p *person) {
	p.deleted = true
	for _, g := range m.groups {
		g.members = slices.DeleteFunc(g.members, func(member *person) bool { return member == p })
	}
}

// lines are what the application should hold: one for each person and each group.
func (m *model) lines(a *app) []string {
	var lines []string
	for _, p := range m.live(a) {
		lines = append(lines, p.line())
	}
	for _, login := range m.free(a) {
		if dead := m.last(a, login); a.revives && dead != nil { // the application has them still
			left := *dead
			left.active = false
			lines = append(lines, left.line())
		}
	}
	for _, g := range m.liveGroups(a) {
		lines = append(lines, groupLine(g.name, g.ref))
		for _, p := range g.members {
			lines = append(lines, memberLine(g.name, p.login))
		}
	}
	slices.Sort(lines)
	return lines
}

func (p *person) line() string {
	if p.app.plain {
		return personLine(p.login, "", p.given, "", p.active)
	}
	return personLine(p.login, p.ref, p.given, p.phone, p.active)
}

func personLine(login, ref, given, phones string, active bool) string {
	return strings.Join([]string{"person", login, ref, given, phones, fmt.Sprint(active)}, " ")
}

func groupLine(name, ref string) string { return "group " + name + " " + ref }

func memberLine(name, login string) string { return "group " + name + " has " + login }
