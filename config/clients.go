package config

import (
	"encoding/hex"
	"regexp"
	"slices"
	"time"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// A name ends up in log lines and metrics.
var clientName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// clients reads who may call. usual is the rate of a client that has none of its own.
func (l *loader) clients(n yamlx.Node, usual Rate) []Client {
	var clients []Client
	names, digests := map[string]bool{}, map[[32]byte]bool{}
	for _, item := range l.list(n, "clients") {
		s := l.section("clients.", item)
		c := Client{Name: s.needText("name")}
		switch {
		case c.Name == "":
		case !clientName.MatchString(c.Name):
			l.found.Add(s.Get("name").Finding("config/name", "", "a client's name has 1 to 64 letters, digits, dots, dashes or underscores"))
		case names[c.Name]:
			l.found.Add(s.Get("name").Finding("config/duplicate-client", "", "another client has this name already"))
		}
		names[c.Name] = true
		if c.Domain = s.Text("domain", ""); c.Domain != "" && !clientName.MatchString(c.Domain) {
			l.found.Add(s.Get("domain").Finding("config/domain", "", "a domain has 1 to 64 letters, digits, dots, dashes or underscores"))
		}
		for _, token := range l.list(s.Need("tokens"), "tokens") {
			c.Tokens = append(c.Tokens, l.token(token, digests))
		}
		c.Grants = l.grants(s.Need("apps"))
		c.Me = l.me(s.Get("me"), c.Grants)
		c.Rate = l.rate(s.under("rate"), usual)
		s.end()
		clients = append(clients, c)
	}
	return clients
}

// token reads one digest; digests are those of all clients so far.
func (l *loader) token(n yamlx.Node, digests map[[32]byte]bool) Token {
	s := l.section("clients.tokens.", n)
	defer s.end()
	var t Token
	text, at := s.needText("sha256"), s.Get("sha256")
	digest, err := hex.DecodeString(text)
	switch {
	case text == "":
	case err != nil || len(digest) != len(t.SHA256):
		f := at.Finding("config/token", "make one with: gateway token new",
			"a token is given by its SHA-256, 64 hexadecimal digits, and never by itself")
		f.Source = "" // it may be the token
		l.found.Add(f)
	default:
		t.SHA256 = [32]byte(digest)
		if digests[t.SHA256] {
			l.found.Add(at.Finding("config/duplicate-token", "", "the same token stands above; a token belongs to one client"))
		}
		digests[t.SHA256] = true
	}
	if t.NotAfter, err = instant(s.Text("not_after", "")); err != nil {
		l.found.Add(s.Get("not_after").Finding("config/time", "", `"not_after" must be a day such as 2027-01-31 or an instant such as 2027-01-31T12:00:00Z`))
	}
	return t
}

// instant reads a moment; a day stands for its end in UTC.
func instant(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Nanosecond), nil
	}
	return time.Parse(time.RFC3339, text)
}

// grants reads {hr: write, crm: read}, or [hr], which grants writing.
func (l *loader) grants(n yamlx.Node) []Grant {
	var grants []Grant
	for _, e := range n.Entries() {
		access := e.Value.Text()
		if access != "read" && access != "write" {
			l.found.Add(e.Value.Finding("config/access", diag.Suggest(access, []string{"read", "write"}), "access to an app is read or write"))
		}
		grants = append(grants, Grant{App: e.Name, Write: access == "write", At: e.Key})
	}
	if n.IsMap() {
		return grants
	}
	for _, item := range l.list(n, "apps") {
		if item.Text() == "" {
			l.found.Add(item.Finding("config/type", "", "expected the name of an app"))
			continue
		}
		grants = append(grants, Grant{App: item.Text(), Write: true, At: item})
	}
	return grants
}

// me reads which user the client is at which app: {hr: 2819c223}.
func (l *loader) me(n yamlx.Node, grants []Grant) map[string]string {
	if n.IsMissing() || n.IsNull() {
		return nil
	}
	if !n.IsMap() {
		l.found.Add(n.Finding("config/not-a-map", "", `"me" must be a mapping of apps to ids of users`))
	}
	me := map[string]string{}
	for _, e := range n.Entries() {
		if !slices.ContainsFunc(grants, func(g Grant) bool { return g.App == e.Name }) {
			l.found.Add(e.Key.Finding("config/access", "", "the client has no access to this app"))
		}
		if e.Value.Text() == "" {
			l.found.Add(e.Value.Finding("config/type", "", "expected the id of a user"))
		}
		me[e.Name] = e.Value.Text()
	}
	return me
}

// list is a list that must not be empty when it is there.
func (l *loader) list(n yamlx.Node, key string) []yamlx.Node {
	if n.IsMissing() || n.IsNull() {
		return nil
	}
	if len(n.Items()) == 0 {
		l.found.Add(n.Finding("config/type", "", "%q must be a list with at least one element", key))
	}
	return n.Items()
}
