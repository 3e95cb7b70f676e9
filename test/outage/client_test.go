package outage

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

// application is changed behind the gateways' back too.
type application interface {
	rename(login, to string) error
	remove(login string) error
}

// client has people of its own, whom nobody else writes to, so that it knows what it must be told of them.
type client struct {
	*site
	app   application
	name  string
	rng   *rand.Rand
	alive map[string]string // ids by login; empty: nobody has told it yet
	dead  []string          // ids that lead nowhere, for ever
	spent int               // logins that were never used again
	asked int               // requests
}

func newClient(s *site, app application, name string, rng *rand.Rand) *client {
	return &client{site: s, app: app, name: name, rng: rng, alive: map[string]string{}}
}

// step does one thing at random.
func (c *client) step() {
	steps := []func(login string){c.read, c.read, c.read, c.find, c.find, c.rename, c.renameBehind, c.remove, c.removeBehind}
	login := c.login()
	switch id, lives := c.alive[login]; {
	case lives && id == "":
		c.find(login)
	case lives:
		steps[c.rng.IntN(len(steps))](login)
	case c.rng.IntN(3) == 0:
		c.find(login)
	case c.rng.IntN(3) == 0 && len(c.dead) > 0:
		c.visit(c.dead[c.rng.IntN(len(c.dead))])
	default:
		c.create(login)
	}
}

// login is one of a few, so that people have the names of others who had them before.
func (c *client) login() string { return fmt.Sprintf("%s.%d", c.name, c.rng.IntN(5)) }

// living are the logins of those who live.
func (c *client) living() []string { return slices.Collect(maps.Keys(c.alive)) }

// tell sends a request to any of the gateways.
func (c *client) tell(status int, method, path, body string) answer {
	c.asked++
	a, err := c.ask(c.rng.IntN(2), method, path, body)
	if err != nil || a.status != status {
		c.Errorf("%s: %s %s is answered by %d, want %d: %s %v", c.name, method, path, a.status, status, a.text, err)
	}
	return a
}

// isNew checks an id that was told first.
func (c *client) isNew(login, id string) {
	if id == "" || slices.Contains(c.dead, id) || slices.Contains(slices.Collect(maps.Values(c.alive)), id) {
		c.Errorf("%s gets the id %q, which was another's", login, id)
	}
}

func (c *client) create(login string) {
	id := c.tell(http.StatusCreated, http.MethodPost, "/Users", userNamed(login)).body.ID
	c.isNew(login, id)
	c.alive[login] = id
	c.skip(2 * time.Millisecond) // two records of one key within one of them cannot be told apart
}

func (c *client) read(login string) {
	id := c.alive[login]
	if a := c.tell(http.StatusOK, http.MethodGet, "/Users/"+id, ""); a.body.ID != id || a.body.UserName != login {
		c.Errorf("%s with the id %s is shown as %s", login, id, a.text)
	}
}

// visit asks for somebody who is no more.
func (c *client) visit(id string) { c.tell(http.StatusNotFound, http.MethodGet, "/Users/"+id, "") }

func (c *client) find(login string) {
	found := c.tell(http.StatusOK, http.MethodGet, byName(login), "").body.Resources
	id, lives := c.alive[login]
	switch {
	case !lives && len(found) == 0:
	case !lives || len(found) != 1 || found[0].UserName != login || id != "" && found[0].ID != id:
		c.Errorf("%s, who has the id %q, is found as %+v", login, id, found)
	case id == "":
		c.isNew(login, found[0].ID)
		c.alive[login] = found[0].ID
	}
}

// rename gives somebody a name that nobody has.
func (c *client) rename(login string) {
	to := c.login()
	if _, taken := c.alive[to]; taken {
		return
	}
	id := c.alive[login]
	if a := c.tell(http.StatusOK, http.MethodPatch, "/Users/"+id, setting("userName", to)); a.body.ID != id || a.body.UserName != to {
		c.Errorf("%s with the id %s becomes %s", login, id, a.text)
	}
	delete(c.alive, login)
	c.alive[to] = id
}

// renameBehind does so in the application. Where names are keys a new one has a new id, and one that others had before
// would be theirs again.
func (c *client) renameBehind(login string) {
	to := c.login()
	_, lasting := c.app.(desk)
	if !lasting {
		c.spent++
		to = fmt.Sprintf("%s.spent.%d", c.name, c.spent)
	}
	if _, taken := c.alive[to]; taken {
		return
	}
	if err := c.app.rename(login, to); err != nil {
		c.Error(err)
	}
	id := c.alive[login]
	delete(c.alive, login)
	if c.alive[to] = id; !lasting {
		c.alive[to] = ""
		c.dead = append(c.dead, id)
		c.visit(id)
	}
}

func (c *client) remove(login string) {
	c.tell(http.StatusNoContent, http.MethodDelete, "/Users/"+c.alive[login], "")
	c.gone(login)
}

// removeBehind does so in the application.
func (c *client) removeBehind(login string) {
	if err := c.app.remove(login); err != nil {
		c.Error(err)
	}
	c.gone(login)
}

func (c *client) gone(login string) {
	c.dead = append(c.dead, c.alive[login])
	delete(c.alive, login)
}

// wantAll asks for everybody, at both gateways.
func (c *client) wantAll() {
	for login, id := range c.alive {
		if c.find(login); id == "" {
			id = c.alive[login]
		}
		for gateway := range c.urls {
			if a, err := c.ask(gateway, http.MethodGet, "/Users/"+id, ""); err != nil || a.body.ID != id || a.body.UserName != login {
				c.Errorf("%s with the id %s is shown as %s %v", login, id, a.text, err)
			}
		}
	}
	for _, id := range c.dead {
		c.visit(id)
	}
}
