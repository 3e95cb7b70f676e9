package internal_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/scimgate/scimgate/"

// layers says which packages of this module each package may import. A name that ends in /... stands for the package
// and everything below it. A package that is not in the table may be imported by nobody and fails the test, so that
// whoever adds one says where it belongs.
var layers = map[string][]string{
	"internal/diag":    {},
	"internal/fold":    {},
	"internal/golden":  {},
	"internal/jsonx":   {"scim"},
	"internal/testenv": {"internal/testenv/server"},
	"internal/yamlx":   {"internal/diag"},

	"scim/...": {"scim/...", "internal/fold"},

	"connectors":               {"internal/diag", "internal/fold", "internal/yamlx"},
	"internal/redisdb":         {},
	"internal/sqldb":           {"connectors"},
	"connectors/memory":        {"connectors", "internal/diag", "internal/fold", "internal/yamlx"},
	"connectors/sql":           {"connectors", "internal/diag", "internal/fold", "internal/yamlx", "internal/sqldb"},
	"connectors/resilience":    {"connectors", "internal/diag"},
	"connectors/rest":          {"connectors", "connectors/rest/door", "connectors/rest/wire", "internal/diag", "internal/fold", "internal/yamlx"},
	"connectors/rest/wire":     {"connectors", "internal/diag", "internal/yamlx"},
	"connectors/rest/door":     {"connectors", "connectors/rest/wire", "internal/diag", "internal/yamlx"},
	"connectors/rest/resttest": {"connectors", "connectors/connectortest", "examples/helpdesk/legacy"},
	"connectors/connectortest": {"connectors", "connectors/memory", "internal/diag", "internal/fold", "internal/testenv", "internal/yamlx"},

	"mappings":    {"connectors", "scim/...", "internal/diag", "internal/fold", "internal/yamlx"},
	"correlation": {"connectors", "internal/redisdb", "internal/sqldb"},
	"config":      {"internal/diag", "internal/yamlx"},

	"gateway":             {"mappings", "correlation", "connectors", "scim/...", "internal/jsonx"},
	"gateway/auth":        {"config"},
	"gateway/httpapi":     {"gateway", "gateway/auth", "scim/...", "internal/jsonx"},
	"gateway/adminapi":    {"gateway"},
	"gateway/ledger":      {"connectors", "correlation", "gateway", "internal/diag", "mappings", "scim/..."},
	"test/served":         {"config", "examples", "gateway/auth", "internal/assemble", "internal/sqldb"},
	"gateway/gatewaytest": {"connectors", "connectors/memory", "correlation", "gateway", "internal/fold", "internal/yamlx", "mappings"},

	"examples":                 {},
	"examples/helpdesk":        {"examples/helpdesk/legacy"},
	"examples/helpdesk/legacy": {},
	"examples/switchboard":     {"examples/helpdesk/legacy"},
	"internal/assemble":        {"..."},
	"internal/shapefile":       {"connectors", "internal/fold"},
	"internal/demo":            {"config", "examples", "examples/helpdesk", "gateway/auth", "internal/assemble", "internal/sqldb"},
	"cmd/gateway":              {"config", "correlation", "gateway/ledger", "gateway/auth", "internal/assemble", "internal/demo", "internal/diag"},

	"internal/testenv/server":   {},
	"internal/testenv/services": {"internal/testenv", "internal/testenv/server"},

	"internal/failpoint/...": {"connectors", "correlation", "internal/diag"},
}

// alone says which packages may import a library that belongs to one room.
var alone = map[string][]string{
	"github.com/expr-lang/expr":           {"mappings"},
	"github.com/gorilla/mux":              {"gateway/httpapi"},
	"github.com/redis/go-redis/v9":        {"correlation", "internal/redisdb"},
	"github.com/spf13/cobra":              {"cmd/gateway"},
	"gopkg.in/yaml.v3":                    {"internal/yamlx"},
	"modernc.org/sqlite":                  {"internal/sqldb"},
	"github.com/microsoft/go-mssqldb":     {"internal/sqldb", "internal/testenv"},
	"github.com/sijms/go-ora/v2":          {"internal/sqldb", "internal/testenv"},
	"github.com/go-sql-driver/mysql":      {"internal/sqldb", "internal/testenv", "internal/testenv/server"},
	"golang.org/x/oauth2":                 {"connectors/rest/door"},
	"github.com/jackc/pgx/v5":             {"internal/sqldb", "internal/demo", "internal/testenv", "internal/testenv/server"},
	"github.com/prometheus/client_golang": {"gateway/adminapi"},
}

type listed struct {
	ImportPath string
	GoFiles    []string
	Imports    []string
}

func TestPackagesImportOnlyWhatTheirLayerAllows(t *testing.T) {
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := allowedFor(from)
		if !known && len(p.GoFiles) > 0 {
			t.Errorf("%s is in no layer: say in this table what it may import", from)
			continue
		}
		for _, to := range p.Imports {
			if inside, ours := strings.CutPrefix(to, module); ours && !covers(allowed, inside) {
				t.Errorf("%s imports %s; it may import %v", from, inside, allowed)
			}
		}
	}
}

func TestALibraryThatBelongsToOneRoomStaysThere(t *testing.T) {
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, module)
		for _, to := range p.Imports {
			for library, rooms := range alone {
				if under(to, library) && !covers(rooms, from) {
					t.Errorf("%s imports %s, which belongs to %v", from, to, rooms)
				}
			}
		}
	}
}

func TestTheLanguageTheMappingsAndTheContractKnowNoTransport(t *testing.T) {
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, module)
		if !covers([]string{"scim/...", "mappings", "connectors"}, from) {
			continue
		}
		for _, to := range p.Imports {
			if under(to, "net/http") {
				t.Errorf("%s imports %s", from, to)
			}
		}
	}
}

// packages lists the module's packages with the imports of their own files; tests may import what they like.
func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,GoFiles,Imports", module+"...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// allowedFor finds the most particular row of the table.
func allowedFor(pkg string) (allowed []string, known bool) {
	if allowed, known = layers[pkg]; known {
		return allowed, true
	}
	for pattern, list := range layers {
		if strings.HasSuffix(pattern, "/...") && covers([]string{pattern}, pkg) {
			return list, true
		}
	}
	return nil, false
}

func covers(patterns []string, pkg string) bool {
	for _, p := range patterns {
		root, deep := strings.CutSuffix(p, "/...")
		if p == "..." || p == pkg || deep && under(pkg, root) {
			return true
		}
	}
	return false
}

func under(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }
