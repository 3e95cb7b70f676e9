package conformance

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/diag"
)

// feature is something that lines of the checklist wait for.
type feature struct {
	name   string
	landed func(s *site) bool // whether it is there after all, and its lines have to become tests
}

func features() map[string]feature {
	return map[string]feature{
		"bulk": {"Bulk", func(s *site) bool {
			return s.send("POST", "/Bulk", "{}").status != 501 || s.send("GET", "/ServiceProviderConfig", "").at("bulk/supported") == true
		}},
		"cursor": {"cursor pagination", func(s *site) bool {
			return s.send("GET", "/ServiceProviderConfig", "").at("pagination/cursor") == true || s.page("cursor=", "count=1").status == 200
		}},
		"me":      {"/Me", func(s *site) bool { return s.send("GET", "/Me", "").status != 501 }},
		"schemas": {"schemas and resource types of the app file's own", func(s *site) bool { return takes(s.T, "schemas: {}") }},
	}
}

// takes reports whether an app file can have one more section.
func takes(t *testing.T, section string) bool {
	t.Helper()
	file := filepath.Join(t.TempDir(), "app.yaml")
	if err := os.WriteFile(file, []byte(readExample(t, "hr/app.yaml")+"\n"+section+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	found := assemble.CheckApps(t.Context(), []string{file}, assemble.Checks{})
	return !slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Code == "mapping/unknown-key" })
}

// waiting is a line whose feature is not there yet.
type waiting struct{ section, feature, source, claim string }

var pending = []waiting{
	{"representation", "schemas", "7643 6", "a resource without a required extension is refused"},
	{"representation", "schemas", "7643 2.3.4", "an integer has neither a fraction nor an exponent"},
	{"representation", "schemas", "7643 2.3.3", "a decimal is a number, compared as one"},
	{"representation", "schemas", "7643 2.3.5", "a dateTime is an instant of XML Schema, with or without a zone"},
	{"representation", "schemas", "7643 2.3.6", "a binary value is base64"},
	{"representation", "schemas", "7643 2.3.7", "a reference is a URI, or the URN of a schema"},
	{"representation", "schemas", "7643 7", "canonicalValues are a closed list where the schema says so"},

	{"characteristics", "schemas", "7643 7", "what is returned on request is in an answer when it was named or sent, and otherwise not"},
	{"characteristics", "schemas", "7643 7", "an immutable attribute can be set once"},
	{"characteristics", "schemas", "7643 7", "any attribute that is writeOnly is never returned and never filtered by"},
	{"characteristics", "schemas", "7643 7", "uniqueness global is kept over all resource types"},

	{"filters", "schemas", "7644 3.4.2.2", "numbers compare as numbers"},
	{"filters", "schemas", "7644 3.4.2.2", "order makes no sense for binary values"},

	{"lists", "cursor", "9865 2", "an empty cursor asks for the first page"},
	{"lists", "cursor", "9865 2", "every page but the last has a nextCursor"},
	{"lists", "cursor", "9865 2", "pages by cursor have every resource exactly once"},
	{"lists", "cursor", "9865 2.1", "a cursor that is none is invalidCursor, one that is too old expiredCursor"},
	{"lists", "cursor", "9865 2.1", "a count that does not fit the cursor is invalidCount"},
	{"lists", "cursor", "9865 3", "a search by POST takes a cursor in its body"},
	{"lists", "cursor", "9865 4", "the configuration says which kinds of pages there are, and how large"},

	{"bulk", "bulk", "7644 3.7", "a bulk request has the schema of a BulkRequest and does POST, PUT, PATCH and DELETE"},
	{"bulk", "bulk", "7644 3.7.3", "results are in the order of the operations, each with its method, location, status and version"},
	{"bulk", "bulk", "7644 3.7.3", "a bulk request is 200 although operations of it failed, and each failure has its error"},
	{"bulk", "bulk", "7644 3.7.2", "a bulkId in data is the id of what it names, before and behind it"},
	{"bulk", "bulk", "7644 3.7.2", "a bulkId in a path is the id of what it names"},
	{"bulk", "bulk", "7644 3.7.1", "resources that refer to one another are created first and linked then"},
	{"bulk", "bulk", "7644 3.7.1", "a bulkId that cannot be resolved is 409 for its operation"},
	{"bulk", "bulk", "7644 3.7", "a POST needs a bulkId that no other operation has"},
	{"bulk", "bulk", "7644 3.7.3", "failOnErrors ends the request, and what was not done is not listed"},
	{"bulk", "bulk", "7644 3.7.4", "more operations or bytes than allowed are 413"},
	{"bulk", "bulk", "7644 3.7", "the version of an operation is its If-Match"},

	{"protocol", "me", "7644 3.11", "/Me is the client's own user, by itself or by a 308"},

	{"discovery", "schemas", "7643 6", "an extension that is required is listed as required"},
	{"discovery", "schemas", "7643 6", "resource types of the app file's own are listed and served"},
}

func TestPendingFeaturesAreNotThere(t *testing.T) {
	s := newSite(t, "sqlite", options{})
	for key, f := range features() {
		t.Run(f.name, func(t *testing.T) {
			if f.landed(s.in(t)) {
				t.Errorf("%s: they are there; make tests of the lines that wait for %q", f.name, key)
			}
		})
	}
}

func TestPendingLinesWaitForAFeatureInASection(t *testing.T) {
	sections := map[string]bool{}
	for _, sec := range checklist() {
		sections[sec.name] = true
	}
	used := map[string]bool{}
	for _, w := range pending {
		if _, ok := features()[w.feature]; !ok || !sections[w.section] {
			t.Errorf("%q waits for %q in %q", w.claim, w.feature, w.section)
		}
		used[w.feature] = true
	}
	for key := range features() {
		if !used[key] {
			t.Errorf("no line waits for %s", key)
		}
	}
}
