package assemble

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/config"
)

// pair writes a certificate for 127.0.0.1 and its key.
func pair(t *testing.T, keyMode os.FileMode) *config.TLS {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"}}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	c := &config.TLS{Cert: filepath.Join(dir, "tls.crt"), Key: filepath.Join(dir, "tls.key"), MinVersion: tls.VersionTLS13}
	for path, block := range map[string]*pem.Block{c.Cert: {Type: "CERTIFICATE", Bytes: cert}, c.Key: {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(c.Key, keyMode); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestACertificateIsUsedOrRefused(t *testing.T) {
	good := pair(t, 0o600)
	if got, found := certificate(good); len(found) > 0 || got.MinVersion != tls.VersionTLS13 || len(got.Certificates) != 1 {
		t.Errorf("got %v, %v", got, found)
	}
	if got, found := certificate(nil); got != nil || len(found) > 0 {
		t.Errorf("plain HTTP needs a certificate: %v, %v", got, found)
	}
	for want, c := range map[string]*config.TLS{
		"everybody may read the file (mode 0644)": pair(t, 0o644),
		"no such file or directory":               {Cert: good.Cert, Key: good.Key + "x"},
		"tls.crtx: no such file":                  {Cert: good.Cert + "x", Key: good.Key},
		"private key does not match public key":   {Cert: pair(t, 0o600).Cert, Key: good.Key},
	} {
		_, found := certificate(c)
		if len(found) != 1 || found[0].Code != "config/tls" || !strings.Contains(found[0].Message, want) {
			t.Errorf("got %v, want %s", found, want)
		}
	}
}
