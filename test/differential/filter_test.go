package differential

import (
	"math/rand/v2"
	"testing"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
)

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// drawer writes filters over what the app maps. users and groups are ids.
type drawer struct {
	*rand.Rand
	users, groups []string
}

func (d drawer) filter(depth int) string {
	if depth > 0 && d.IntN(2) == 0 {
		switch d.IntN(3) {
		case 0:
			return "(" + d.filter(depth-1) + " and " + d.filter(depth-1) + ")"
		case 1:
			return "(" + d.filter(depth-1) + " or " + d.filter(depth-1) + ")"
		default:
			return "not (" + d.filter(depth-1) + ")"
		}
	}
	return d.term()
}

func (d drawer) term() string {
	r := d.Rand
	switch r.IntN(9) {
	case 0:
		return "active " + pick(r, "eq true", "eq false", "ne true", "ne false", "pr")
	case 1:
		return pick(r, "id", "userName", "nickName", "title", "profileUrl", "name", "name.givenName", "name.honorificPrefix", "locale", "userType",
			"emails", "emails.type", "phoneNumbers", "roles", "roles.value", "groups", "meta", "meta.lastModified",
			enterprise+":manager", enterprise+":manager.value", enterprise+":department") + " pr"
	case 2:
		return pick(r, "id", enterprise+":manager.value") + pick(r, " eq ", " ne ") + quote(pick(r, append(d.users[:2:2], pick(r, d.users...), "nobody")...))
	case 3:
		return "groups.value" + pick(r, " eq ", " ne ") + quote(pick(r, append(d.groups, "nobody")...))
	case 4:
		return "meta.lastModified " + pick(r, "eq", "ne", "gt", "ge", "lt", "le") + pick(r, ` "2026-05-04T12:00:00Z"`, ` "2026-05-04T14:00:01+02:00"`)
	case 5:
		return pick(r, "emails", "phoneNumbers") + "[" + pick(r, `type eq "work"`, `type eq "home"`, `type ne "work"`, "type pr", "value pr") +
			pick(r, " and ", " or ") + "value " + d.comparison() + "]"
	default:
		return pick(r, "userName", "externalId", "nickName", "displayName", "title", "profileUrl", "userType", "preferredLanguage", "locale",
			"name.givenName", "name.familyName", "name.honorificPrefix", "emails.value", "emails.type", "phoneNumbers.value", "phoneNumbers.type",
			"groups.display", "roles.value", "roles.display",
			enterprise+":employeeNumber", enterprise+":department", enterprise+":manager.displayName") + " " + d.comparison()
	}
}

func (d drawer) comparison() string {
	v := null
	for v == null {
		v = pick(d.Rand, append(odd, "work", "mobile", "Other", "Employee", "Research", "role 1", "en", "de")...)
	}
	return pick(d.Rand, "eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le") + " " + quote(v)
}

func quote(s string) string { return string(scim.AppendJSON(nil, s)) }

func bound(t *testing.T, e *gateway.Endpoint, text string) filter.Expr {
	t.Helper()
	x, err := filter.Parse(text, nil)
	if err == nil {
		x, err = filter.Bind(e.Mapping.Type(), x, nil)
	}
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return x
}
