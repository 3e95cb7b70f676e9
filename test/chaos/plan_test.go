package chaos

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/scimgate/scimgate/correlation"
)

// operation is something the identity provider wants done. The model has it done already.
type operation struct {
	app   *app
	kind  string
	style string
	what  string
	via   []string // places where it comes by, as far as one operation of its kind does not show it for the next
	do    func(idp) error
}

// class is what operations have in common whose calls are much the same.
func (o operation) class() string { return o.app.name + " " + o.kind + " " + o.style }

func (o operation) String() string { return o.class() + ": " + o.what }

// plan draws operations.
type plan struct {
	*model
	*rand.Rand
}

// kinds are the operations that an app knows. Whom somebody is to adopt the application has by itself.
func kinds(a *app) []string {
	people := []string{"create", "change", "rename", "delete", "create again", "adopt", "read", "stranger"}
	if a.plain {
		return people
	}
	return append(people, "push", "members", "rename group", "read group", "delete group")
}

// draw is an operation of a kind; what it needs is made first, when there is none.
func (p plan) draw(a *app, kind, style string) operation {
	o := operation{app: a, kind: kind, style: style}
	switch kind {
	case "create":
		p.create(&o, p.name("login"))
	case "adopt":
		login := p.name("login")
		a.insert(login)
		p.create(&o, login)
	case "create again":
		free := p.free(a)
		if len(free) == 0 {
			return p.draw(a, "delete", style)
		}
		p.create(&o, pick(p, free))
	case "stranger":
		id := fmt.Sprintf("%08x-0000-5000-8000-%012x", p.Uint32(), p.Uint64()>>16)
		o.what, o.via = id, around[correlation.Scans]("store") // until all records were scanned once
		o.do = func(i idp) error { return i.stranger(id) }
	case "push":
		g := &group{app: a, ref: p.name("g"), name: p.name("Group"), members: p.some(p.live(a), 3)}
		p.groups = append(p.groups, g)
		o.what, o.do = g.name, func(i idp) error { return i.push(g) }
	case "members", "rename group", "read group", "delete group":
		groups := p.liveGroups(a)
		if len(groups) == 0 {
			return p.draw(a, "push", style)
		}
		p.group(&o, pick(p, groups))
	default:
		people := p.live(a)
		if len(people) < 4 {
			return p.draw(a, "create", style)
		}
		p.person(&o, pick(p, people))
	}
	return o
}

func (p plan) create(o *operation, login string) {
	who := &person{app: o.app, ref: p.name("ref"), login: login, given: p.name("Given"), active: p.IntN(3) > 0, phone: p.name("+")}
	p.comeBack(who)
	p.people, p.logins[told{o.app.name, login}] = append(p.people, who), true
	o.what, o.do = login, func(i idp) error { return i.create(who) }
}

func (p plan) person(o *operation, who *person) {
	o.what = who.login
	switch o.kind {
	case "change":
		who.given, who.active, who.phone, who.ref = p.name("Given"), !who.active, p.name("+"), p.name("ref")
		o.do = func(i idp) error { return i.change(who) }
	case "rename":
		login := p.name("login")
		if free := p.free(o.app); len(free) > 0 && !o.app.revives && p.IntN(2) == 0 {
			login = pick(p, free)
		}
		o.what, who.login, p.logins[told{o.app.name, login}] = who.login+" to "+login, login, true
		o.do = func(i idp) error { return i.rename(who) }
	case "delete":
		p.leave(who)
		o.do = func(i idp) error { return i.remove("/Users/" + who.id) }
	default:
		o.do = func(i idp) error { return i.read(who) }
	}
}

func (p plan) group(o *operation, g *group) {
	o.what = g.name
	switch o.kind {
	case "members":
		removed := p.some(g.members, 2)
		others := slices.DeleteFunc(p.live(o.app), func(who *person) bool { return slices.Contains(g.members, who) })
		added := p.some(others, 3)
		g.members = append(slices.DeleteFunc(g.members, func(who *person) bool { return slices.Contains(removed, who) }), added...)
		o.do = func(i idp) error { return i.members(g, added, removed) }
	case "rename group":
		g.name = p.name("Group")
		o.do = func(i idp) error { return i.renameGroup(g) }
	case "read group":
		o.do = func(i idp) error { return i.readGroup(g) }
	default:
		g.deleted = true
		o.do = func(i idp) error { return i.remove("/Groups/" + g.id) }
	}
}

// name is one that was never used.
func (p plan) name(prefix string) string {
	p.used++
	return fmt.Sprintf("%s%d", prefix, p.used)
}

// some are at most n of these, at least one of some.
func (p plan) some(of []*person, n int) []*person {
	of = slices.Clone(of)
	p.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
	return of[:min(len(of), 1+p.IntN(n))]
}

func pick[T any](p plan, of []T) T { return of[p.IntN(len(of))] }
