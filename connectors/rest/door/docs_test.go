package door

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/yamlx"
)

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// TestEveryExampleOfTheReferenceOpens reads docs/reference/rest-auth.md; the files that it names exist, with
// certificates and keys in them.
func TestEveryExampleOfTheReferenceOpens(t *testing.T) {
	text, err := os.ReadFile("../../../docs/reference/rest-auth.md")
	if err != nil {
		t.Fatal(err)
	}
	a := newAuthority(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "ca.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.der}), 0o600); err != nil {
		t.Fatal(err)
	}
	resolve := func(_, name string) (string, error) {
		if strings.HasSuffix(name, ".key") {
			return keyText(t, a.key), nil
		}
		return "s3cret", nil
	}
	blocks := yamlBlock.FindAllStringSubmatch(string(text), -1)
	kinds := map[string]bool{}
	for _, b := range blocks {
		block, found := yamlx.Parse("rest-auth.md", []byte(strings.ReplaceAll(b[1], "/etc/scimgate", dir)))
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		if block.Get("base_url").IsMissing() {
			base, _ := yamlx.Parse("base.yaml", []byte("base_url: https://desk.example.com/api"))
			block = yamlx.Overlay(base, block)
		}
		block, _ = yamlx.Expand(block, resolve)
		c, found := Open(t.Context(), block, Options{})
		if len(found) > 0 {
			t.Errorf("%s%v", b[1], found.Err())
			continue
		}
		_ = c.Close()
		for _, kind := range authKinds() {
			kinds[kind] = kinds[kind] || !block.Get("auth").Get(kind).IsMissing()
		}
		for _, e := range block.Entries() {
			kinds[e.Name] = true
		}
	}
	for _, key := range append(authKinds(), Keys()...) {
		if !kinds[key] {
			t.Errorf("there is no example of %s", key)
		}
	}
}

func keyText(t *testing.T, key *ecdsa.PrivateKey) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}
