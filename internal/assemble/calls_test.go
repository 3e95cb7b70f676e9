package assemble

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv"
)

func TestAnApplicationIsNotCalledMoreOftenThanItMay(t *testing.T) {
	cfg := folder(t, map[string]string{
		"hr.yaml":  fmt.Sprintf(appFile, "hr"),
		"crm.yaml": fmt.Sprintf(appFile, "crm"),
		"gateway.yaml": `
listen: 127.0.0.1:0
admin: {listen: "off"}
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: {hr: read, crm: read}}]
apps:
  - {file: hr.yaml, connector: {dsn: DIR/hr.db}, calls: {rate: {per_second: 0.001, burst: 1}}}
  - {file: crm.yaml, connector: {dsn: DIR/hr.db}}
`})
	serving(t, cfg, func(c client) {
		for i, want := range []int{http.StatusOK, http.StatusTooManyRequests, http.StatusTooManyRequests} {
			if status, body := c.get("/hr/scim/v2/Users", "secret"); status != want {
				t.Errorf("request %d is answered by %d %v, want %d", i+1, status, body, want)
			}
		}
		if status, _ := c.get("/crm/scim/v2/Users", "secret"); status != http.StatusOK {
			t.Errorf("the app beside answers %d", status)
		}
	})
}

func TestReplicasKeepToARateTogether(t *testing.T) {
	cfg := folder(t, map[string]string{
		"hr.yaml": fmt.Sprintf(appFile, "hr"),
		"gateway.yaml": `
listen: 127.0.0.1:0
admin: {listen: "off"}
redis: {url: "` + testenv.Redis(t) + `?dial_timeout=1m&read_timeout=1m"}
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: {hr: read}}]
apps: [{file: hr.yaml, connector: {dsn: DIR/hr.db}, calls: {rate: {per_second: 0.001, burst: 2}}}]
`})
	serving(t, cfg, func(first client) {
		serving(t, cfg, func(second client) {
			for i, c := range []client{first, second, first, second} {
				want := http.StatusOK
				if i > 1 {
					want = http.StatusTooManyRequests
				}
				if status, body := c.get("/hr/scim/v2/Users", "secret"); status != want {
					t.Errorf("request %d is answered by %d %v, want %d", i+1, status, body, want)
				}
			}
		})
	})
}
