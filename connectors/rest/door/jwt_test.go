package door

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
)

func TestAnAssertionIsSignedForEachToken(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, lines, alg string
		key, public      any
	}{
		{"by RSA", "", "RS256", rsaKey, &rsaKey.PublicKey},
		{"by RSA in another way", ", algorithm: PS512", "PS512", rsaKey, &rsaKey.PublicKey},
		{"by an elliptic curve", "", "ES384", ecKey, &ecKey.PublicKey},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := newIssuer(t)
			now := newClock()
			client := dial(t, i.URL, "auth: {jwt: {token_url: /token, issuer: gate, kid: k1, scopes: [a], params: {resource: desk}, claims: {tenant: 7}, key: "+
				writeKey(t, c.key)+c.lines+"}}\n", Options{Now: now.now})
			works(t, client)
			i.takeBack()
			works(t, client)
			var ids []any
			for _, form := range i.forms {
				claims := jwt.MapClaims{}
				token, err := jwt.ParseWithClaims(form.Get("assertion"), claims, func(*jwt.Token) (any, error) { return c.public, nil },
					jwt.WithValidMethods([]string{c.alg}), jwt.WithTimeFunc(now.now))
				if err != nil || token.Header["kid"] != "k1" {
					t.Fatalf("%v, %v", token, err)
				}
				ids = append(ids, claims["jti"])
				delete(claims, "jti")
				at := float64(now.now().Unix())
				want := jwt.MapClaims{"iss": "gate", "sub": "gate", "aud": i.URL + "/token", "iat": at, "exp": at + 300, "tenant": 7.0}
				if diff := cmp.Diff(want, claims); diff != "" {
					t.Error(diff)
				}
				if form.Get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" || form.Get("scope") != "a" || form.Get("resource") != "desk" || form.Has("client_id") {
					t.Errorf("got %v", form)
				}
			}
			if len(ids) != 2 || ids[0] == ids[1] {
				t.Errorf("the assertions are %v", ids)
			}
		})
	}
}

func TestAKeyMustFitItsAlgorithm(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	odd, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for want, lines := range map[string]string{
		"2048 bits":              "key: " + writeKey(t, weak),
		`must be one of [ES256]`: "algorithm: RS256, key: " + writeKey(t, ec),
		"one of the curves":      "key: " + writeKey(t, odd),
	} {
		got := codes(t, "base_url: https://h\nauth: {jwt: {token_url: /t, issuer: gate, "+lines+"}}\n")
		if len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

// writeKey is the path of a file that holds key.
func writeKey(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "PRIVATE KEY", der)
}

func write(t *testing.T, kind string, der []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
