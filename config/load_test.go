package config_test

import (
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/yamlx"
)

const (
	digestA = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"
	digestB = "6b3a55e0261b0304143f805a24924d0c1c44524821305f31d9277843b8a10f4e"
)

// compare leaves out the places in the file, which the findings show.
var compare = cmpopts.IgnoreTypes(yamlx.Node{})

// read reads a text that is in order.
func read(t *testing.T, name, src string) *config.Config {
	t.Helper()
	cfg, found := config.Read(name, []byte(src), variables)
	if len(found) > 0 {
		t.Fatal(found)
	}
	return cfg
}

func digest(t *testing.T, text string) (d [32]byte) {
	t.Helper()
	if _, err := hex.Decode(d[:], []byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAFileThatSaysLittleHasDefaults(t *testing.T) {
	got := read(t, "/etc/scimgate/gateway.yaml", `
clients:
  - name: okta
    tokens: [{sha256: `+digestA+`}]
    apps: [hr]
apps: [hr.yaml]
`)
	want := &config.Config{
		File: "/etc/scimgate/gateway.yaml", Dir: "/etc/scimgate",
		Listen: "127.0.0.1:8080", Admin: "127.0.0.1:9090",
		Store:   config.Store{Type: "sqlite", Path: "/etc/scimgate/scimgate.db"},
		Clients: []config.Client{{Name: "okta", Tokens: []config.Token{{SHA256: digest(t, digestA)}}, Grants: []config.Grant{{App: "hr", Write: true}}}},
		Apps:    []config.App{{File: "/etc/scimgate/hr.yaml"}},
		Timeouts: config.Timeouts{
			ReadHeader: 5 * time.Second, Read: 30 * time.Second, Write: 65 * time.Second, Idle: 90 * time.Second,
			Request: 55 * time.Second, Shutdown: 30 * time.Second,
		},
		Limits: config.Limits{
			Header: 32768, Body: 8388608, DefaultCount: 100, MaxCount: 1000, ScanRows: 10000, Operations: 1000, Elements: 100000,
			CursorTimeout: time.Hour, BulkOperations: 1000, BulkBody: 8388608,
		},
		Log: config.Log{Level: "info", Format: "auto"},
	}
	if diff := cmp.Diff(want, got, compare); diff != "" {
		t.Error(diff)
	}
}

func TestAFileThatSaysEverything(t *testing.T) {
	got := read(t, "conf/gateway.yaml", `
listen: :8443
public_url: https://scim.example.com/gate/
tls: {cert: tls.crt, key: /run/tls.key, min_version: "1.3"}
insecure_http: true
public_discovery: true
admin: {listen: "off"}
store: {type: postgres, dsn: "${env:HR_DSN}"}
redis: {url: "${env:SCIMGATE_REDIS}", timeout: 1s, ttl: 5m}
clients:
  - name: okta
    tokens:
      - {sha256: `+digestA+`, not_after: 2027-01-31}
      - {sha256: `+digestB+`, not_after: "2027-03-01T12:00:00+01:00"}
    apps: {hr: write, crm: read}
    domain: idp
    me: {hr: 2819c223}
    rate: {requests_per_second: 40, burst: 70}
apps:
  - crm.yaml
  - {file: /srv/hr.yaml, connector: {dsn: "${env:HR_DSN}"}, holds: {window: 2h, deactivations: {count: 50, percent: 2.5}, deletions: {count: 0}, member_removals: {percent: 10}}}
timeouts: {read_header: 1s, read: 2s, write: 8s, idle: 4s, request: 5s, shutdown: 6s}
limits:
  {header: 8KiB, body: 2048, default_count: 10, max_count: 20, scan_rows: 30, operations: 40, elements: 50, cursor_timeout: 10m, bulk_operations: 60, bulk_body: 4096, rate: {requests_per_second: 25}}
log: {level: debug, format: json}
`)
	want := &config.Config{
		File: "conf/gateway.yaml", Dir: "conf",
		Listen: ":8443", PublicURL: "https://scim.example.com/gate", InsecureHTTP: true, PublicDiscovery: true,
		TLS:   &config.TLS{Cert: "conf/tls.crt", Key: "/run/tls.key", MinVersion: tls.VersionTLS13},
		Store: config.Store{Type: "postgres", DSN: "postgres://hr:CANARY@db/hr"},
		Redis: &config.Redis{URL: "redis://:CANARY@cache", Timeout: time.Second, TTL: 5 * time.Minute},
		Clients: []config.Client{{
			Name: "okta",
			Tokens: []config.Token{
				{SHA256: digest(t, digestA), NotAfter: time.Date(2027, 1, 31, 23, 59, 59, 999999999, time.UTC)},
				{SHA256: digest(t, digestB), NotAfter: time.Date(2027, 3, 1, 11, 0, 0, 0, time.UTC)},
			},
			Grants: []config.Grant{{App: "hr", Write: true}, {App: "crm"}},
			Domain: "idp",
			Me:     map[string]string{"hr": "2819c223"},
			Rate:   config.Rate{PerSecond: 40, Burst: 70},
		}},
		Apps: []config.App{{File: "conf/crm.yaml"}, {File: "/srv/hr.yaml", Holds: &config.Holds{Window: 2 * time.Hour, Limits: map[string]config.HoldLimit{
			"deactivations": {Count: 50, Percent: 2.5}, "deletions": {}, "member_removals": {Count: -1, Percent: 10},
		}}}},
		Timeouts: config.Timeouts{
			ReadHeader: time.Second, Read: 2 * time.Second, Write: 8 * time.Second, Idle: 4 * time.Second,
			Request: 5 * time.Second, Shutdown: 6 * time.Second,
		},
		Limits: config.Limits{
			Header: 8192, Body: 2048, DefaultCount: 10, MaxCount: 20, ScanRows: 30, Operations: 40, Elements: 50,
			CursorTimeout: 10 * time.Minute, BulkOperations: 60, BulkBody: 4096,
			Rate: config.Rate{PerSecond: 25, Burst: 25},
		},
		Log: config.Log{Level: "debug", Format: "json"},
	}
	if diff := cmp.Diff(want, got, compare); diff != "" {
		t.Error(diff)
	}
	if got := got.Apps[1].Connector.Get("dsn").Text(); got != "${env:HR_DSN}" {
		t.Errorf("the overlay was resolved too early: %s", got)
	}
}

func TestRedisIsReachedThroughSentinelsOrAsACluster(t *testing.T) {
	for text, want := range map[string]config.Redis{
		`{addresses: [a:26379, "[::1]:26379"], master: m, database: 2, tls: true, username: u, password: p, sentinel: {username: v, password: q}}`: {
			Addresses: []string{"a:26379", "[::1]:26379"}, Master: "m", Database: 2, TLS: true,
			Account: config.Account{Username: "u", Password: "p"}, Sentinel: config.Account{Username: "v", Password: "q"}, TTL: 15 * time.Minute,
		},
		`{addresses: "a:6379"}`: {Addresses: []string{"a:6379"}, TTL: 15 * time.Minute},
	} {
		got := read(t, "gateway.yaml", "redis: "+text+"\nclients: [{name: a, tokens: [{sha256: "+digestA+"}], apps: [hr]}]\napps: [hr.yaml]\n")
		if diff := cmp.Diff(&want, got.Redis, compare); diff != "" {
			t.Error(diff)
		}
	}
}

func TestCursorsAndBulkCanBeTurnedOff(t *testing.T) {
	got := read(t, "gateway.yaml", "clients: [{name: a, tokens: [{sha256: "+digestA+"}], apps: [hr]}]\napps: [hr.yaml]\nlimits: {cursor_timeout: 0s, bulk_operations: 0}\n")
	if got.Limits.CursorTimeout != 0 || got.Limits.BulkOperations != 0 {
		t.Errorf("got %+v", got.Limits)
	}
}

func TestARateHoldsForEveryClientUnlessItHasOneOfItsOwn(t *testing.T) {
	client := func(name, digest, more string) string {
		return fmt.Sprintf("  - {name: %s, tokens: [{sha256: %s}], apps: [hr]%s}\n", name, digest, more)
	}
	got := read(t, "gateway.yaml", "limits: {rate: {requests_per_second: 50, burst: 200}}\napps: [hr.yaml]\nclients:\n"+
		client("usual", digestA, "")+
		client("often", digestB, ", rate: {requests_per_second: 100}")+
		client("at-once", strings.Repeat("c", 64), ", rate: {burst: 300}")+
		client("unbounded", strings.Repeat("d", 64), ", rate: {requests_per_second: 0}"))
	want := []config.Rate{{PerSecond: 50, Burst: 200}, {PerSecond: 100, Burst: 100}, {PerSecond: 50, Burst: 300}, {}}
	for i, c := range got.Clients {
		if c.Rate != want[i] {
			t.Errorf("%s: %+v, want %+v", c.Name, c.Rate, want[i])
		}
	}
}

func TestLoopbackNeedsNoTLS(t *testing.T) {
	for _, listen := range []string{"localhost:8080", "127.0.0.1:0", "127.9.9.9:80", "'[::1]:8080'"} {
		read(t, "gateway.yaml", "listen: "+listen+"\nclients: [{name: a, tokens: [{sha256: "+digestA+"}], apps: [hr]}]\napps: [hr.yaml]\n")
	}
}

func TestLoadSaysWhyAFileCannotBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gateway.yaml")
	cfg, found := config.Load(path)
	if cfg != nil || fmt.Sprint(found) != fmt.Sprintf("[%s: no such file or directory [config/unreadable]]", path) {
		t.Errorf("got %v and %v", cfg, found)
	}
}

func TestLoadResolvesReferencesBesideTheFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "dsn"), 0o600, "postgres://u:p@h/d\n")
	write(t, filepath.Join(dir, "gateway.yaml"), 0o644, `
store: {type: postgres, dsn: "${file:dsn}"}
clients: [{name: a, tokens: [{sha256: `+digestA+`}], apps: [hr]}]
apps: [hr.yaml]
`)
	cfg, found := config.Load(filepath.Join(dir, "gateway.yaml"))
	if len(found) > 0 {
		t.Fatal(found)
	}
	if got := cfg.Store.DSN.Reveal(); got != "postgres://u:p@h/d" {
		t.Errorf("dsn is %q", got)
	}
}

func write(t *testing.T, path string, mode os.FileMode, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil { // past the umask
		t.Fatal(err)
	}
}
