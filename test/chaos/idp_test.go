package chaos

import (
	"errors"
	"fmt"
	"net/http"
)

// The identity providers differ in how they make an account that may be there already, and in how they change one.
const (
	entra = "Entra" // asks for the login first; changes by PATCH
	okta  = "Okta"  // asks for the login first; changes by PUT
	plain = "plain" // sends the POST again, and asks when it is told that the account is there; changes by PUT
)

func styles() []string { return []string{entra, okta, plain} }

// idp does one operation, as often as it takes. Each attempt begins anew.
type idp struct {
	client
	*model
	style string
}

// create makes a person, or takes over the account that the attempts before left behind.
func (i idp) create(p *person) error {
	if i.style != plain {
		id, err := i.find("/Users", "userName", p.login)
		if err != nil {
			return err
		}
		if id != "" {
			if err := i.tell(p.app, p, &p.id, id); err != nil {
				return err
			}
			return i.change(p)
		}
	}
	status, answer, err := i.send(http.MethodPost, "/Users", p.body(), http.StatusCreated, http.StatusConflict)
	switch {
	case err != nil:
		return err
	case status == http.StatusConflict && i.style != plain:
		return fmt.Errorf("%w: %v", errAgain, answer)
	case status == http.StatusConflict:
		id, err := i.find("/Users", "userName", p.login)
		if err != nil {
			return err
		}
		return i.tell(p.app, p, &p.id, id)
	}
	return i.tell(p.app, p, &p.id, text(answer["id"]))
}

// change makes a person what the model says, but for the login.
func (i idp) change(p *person) error {
	if i.style == entra {
		return i.patch("/Users/"+p.id, p.operations()...)
	}
	if _, _, err := i.send(http.MethodGet, "/Users/"+p.id, nil, http.StatusOK); err != nil {
		return err
	}
	return i.put("/Users/"+p.id, p.body())
}

func (i idp) rename(p *person) error {
	if i.style == entra {
		return i.patch("/Users/"+p.id, object{"op": "Replace", "path": "userName", "value": p.login})
	}
	return i.put("/Users/"+p.id, p.body())
}

// read asks for a person by id and by externalId, and for all.
func (i idp) read(p *person) error {
	_, answer, err := i.send(http.MethodGet, "/Users/"+p.id, nil, http.StatusOK)
	if err != nil {
		return err
	}
	if text(answer["userName"]) != p.login {
		return broken("%s has become %v", p.login, answer)
	}
	if id, err := i.find("/Users", "externalId", p.ref); err != nil || id != p.id {
		return errors.Join(err, broken("%s is found as %q", p.ref, id))
	}
	_, answer, err = i.send(http.MethodGet, "/Users?startIndex=1&count=100", nil, http.StatusOK)
	if err != nil {
		return err
	}
	if total, live := answer["totalResults"], len(i.live(p.app)); total != float64(live) {
		return broken("of %d people %v are listed", live, total)
	}
	return nil
}

// stranger asks for an id that was never told.
func (i idp) stranger(id string) error {
	_, _, err := i.send(http.MethodGet, "/Users/"+id, nil, http.StatusNotFound)
	return err
}

func (i idp) readGroup(g *group) error {
	_, answer, err := i.send(http.MethodGet, "/Groups/"+g.id, nil, http.StatusOK)
	if members, _ := answer["members"].([]any); err == nil && len(members) != len(g.members) {
		err = broken("of %d members there are %v", len(g.members), members)
	}
	return err
}

// push makes a group and gives it its members.
func (i idp) push(g *group) error {
	id, err := i.find("/Groups", "displayName", g.name)
	if err != nil {
		return err
	}
	if id == "" {
		status, answer, err := i.send(http.MethodPost, "/Groups", g.body(), http.StatusCreated, http.StatusConflict)
		if err == nil && status == http.StatusConflict {
			err = fmt.Errorf("%w: %v", errAgain, answer)
		}
		if err != nil {
			return err
		}
		id = text(answer["id"])
	}
	if err := i.tell(g.app, g, &g.id, id); err != nil {
		return err
	}
	return i.members(g, g.members, nil)
}

// members adds these people to a group and removes those.
func (i idp) members(g *group, added, removed []*person) error {
	path := "/Groups/" + g.id
	switch i.style {
	case entra:
		if len(added) > 0 {
			if err := i.patch(path, object{"op": "Add", "path": "members", "value": values(added)}); err != nil {
				return err
			}
		}
		if len(removed) > 0 {
			return i.patch(path, object{"op": "Remove", "path": "members", "value": values(removed)})
		}
		return nil
	case okta:
		var ops []object
		for _, p := range removed {
			ops = append(ops, object{"op": "remove", "path": fmt.Sprintf("members[value eq %q]", p.id)})
		}
		if len(added) > 0 {
			ops = append(ops, object{"op": "add", "path": "members", "value": values(added)})
		}
		return i.patch(path, append(ops, object{"op": "replace", "value": object{"id": g.id, "displayName": g.name}})...)
	default:
		body := g.body()
		body["members"] = values(g.members)
		return i.put(path, body)
	}
}

func (i idp) renameGroup(g *group) error {
	if i.style == plain {
		return i.put("/Groups/"+g.id, g.body())
	}
	return i.patch("/Groups/"+g.id, object{"op": "replace", "value": object{"id": g.id, "displayName": g.name}})
}
