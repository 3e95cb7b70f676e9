package rest

import (
	"regexp"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// errorRule says what an answer means. The first that matches counts, before the statuses that HTTP has names for. The
// field at fault is field, or what the group of body that is called `field` finds, where the entity has such a field.
type errorRule struct {
	node   yamlx.Node
	at     yamlx.Node     // where field stands
	status []int          // empty: any
	body   *regexp.Regexp // nil: any
	kind   connectors.Kind
	field  string
}

// errorKinds are the kinds that an answer may mean, by their names in an app file.
var errorKinds = map[string]connectors.Kind{
	"missing": connectors.NotFound, "conflict": connectors.Conflict, "invalid": connectors.Invalid, "changed": connectors.Precondition,
	"denied": connectors.Denied, "unavailable": connectors.Unavailable, "busy": connectors.RateLimited, "protected": connectors.Protected,
	"unknown": connectors.OutcomeUnknown, "none": "",
}

func readErrorRules(r *yamlx.Reader, found *diag.List) []errorRule {
	var rules []errorRule
	for _, item := range readItems(r, "errors", found) {
		before := len(*found)
		rule := readErrorRule(item, found)
		switch i := slices.IndexFunc(rules, rule.isWithin); {
		case len(*found) > before: // which is enough
		case len(rule.status) == 0 && rule.body == nil:
			found.Add(item.Finding("rest/every-answer", "", `without "status" and "body" every answer is meant, the good ones too`))
		case i >= 0:
			found.Add(item.Finding("rest/never-matches", "", "the rule in line %d matches all of this before", rules[i].node.Position().Line))
		}
		rules = append(rules, rule)
	}
	return rules
}

func readErrorRule(n yamlx.Node, found *diag.List) errorRule {
	r := yamlx.Read(n, "rest", found)
	rule := errorRule{node: n, at: r.Node().Get("field"), status: readStatuses(r, "status", found), field: r.Text("field", "")}
	if b := r.Get("body"); !b.IsMissing() {
		var err error
		if rule.body, err = regexp.Compile(b.Text()); err != nil {
			found.Add(b.Finding("rest/pattern", "", "not a regular expression: %v", err))
		}
	}
	r.Need("kind")
	rule.kind = errorKinds[r.OneOf("kind", kindNames()...)]
	r.Close()
	return rule
}

// isWithin reports whether another rule matches every answer that this one does.
func (rule errorRule) isWithin(other errorRule) bool {
	outside := func(status int) bool { return !slices.Contains(other.status, status) }
	if len(other.status) > 0 && (len(rule.status) == 0 || slices.ContainsFunc(rule.status, outside)) {
		return false
	}
	return other.body == nil || rule.body != nil && rule.body.String() == other.body.String()
}

func kindNames() []string {
	names := make([]string, 0, len(errorKinds))
	for name := range errorKinds {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// fieldOf is the field of c that an answer finds fault with; empty when it is not known.
func (rule errorRule) fieldOf(c *collection, body []byte) string {
	group := -1
	if rule.field == "" && rule.body != nil {
		group = rule.body.SubexpIndex("field")
	}
	if group < 0 {
		return rule.field
	}
	m := rule.body.FindSubmatch(body)
	if m == nil || c.fields[string(m[group])] == nil {
		return ""
	}
	return string(m[group])
}
