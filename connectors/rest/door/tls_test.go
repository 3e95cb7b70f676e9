package door

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// authority is a certificate authority of our own.
type authority struct {
	cert *x509.Certificate
	der  []byte
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	a := &authority{}
	a.key = newKey(t)
	a.cert = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "ours"}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, DNSNames: []string{"localhost"},
		KeyUsage: x509.KeyUsageCertSign,
	}
	var err error
	if a.der, err = x509.CreateCertificate(rand.Reader, a.cert, a.cert, &a.key.PublicKey, a.key); err != nil {
		t.Fatal(err)
	}
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// issue is a certificate for 127.0.0.1 and desk.example.com.
func (a *authority) issue(t *testing.T) (der []byte, key *ecdsa.PrivateKey) {
	key = newKey(t)
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "gate"}, NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"desk.example.com"},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return der, key
}

func (a *authority) pool() *x509.CertPool {
	parsed, _ := x509.ParseCertificate(a.der)
	p := x509.NewCertPool()
	p.AddCert(parsed)
	return p
}

func TestBothSidesShowTheirCertificates(t *testing.T) {
	ours, theirs := newAuthority(t), newAuthority(t)
	der, key := ours.issue(t)
	d := &desk{Server: httptest.NewUnstartedServer(nil)}
	d.Config.Handler = d.recording(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(r.TLS.PeerCertificates[0].Subject.CommonName))
	})
	d.TLS = &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
		ClientAuth:   tls.RequireAndVerifyClientCert, ClientCAs: ours.pool(), MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12,
	}
	d.Config.ErrorLog = log.New(io.Discard, "", 0)
	d.StartTLS()
	t.Cleanup(d.Close)
	ca, otherCA := write(t, "CERTIFICATE", ours.der), write(t, "CERTIFICATE", theirs.der)
	mine, mineKey := ours.issue(t)
	cert, certKey := write(t, "CERTIFICATE", mine), writeKey(t, mineKey)
	for _, c := range []struct {
		name, tls string
		want      string // in the error; none: it works
	}{
		{"both are known", "{ca: " + ca + ", cert: " + cert + ", key: " + certKey + ", server_name: desk.example.com}", ""},
		{"another authority", "{ca: " + otherCA + ", cert: " + cert + ", key: " + certKey + ", server_name: desk.example.com}", "unknown authority"},
		{"the system's authorities", "{cert: " + cert + ", key: " + certKey + ", server_name: desk.example.com}", "certificate"},
		{"another name", "{ca: " + ca + ", cert: " + cert + ", key: " + certKey + "}", "127.0.0.1"},
		{"no certificate of ours", "{ca: " + ca + ", server_name: desk.example.com}", "handshake"},
		{"a later version", "{ca: " + ca + ", cert: " + cert + ", key: " + certKey + ", server_name: desk.example.com, min: '1.3'}", "version"},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := dial(t, d.URL, "tls: "+c.tls+"\n", Options{})
			res, err := post(t.Context(), client, "/x", "{}")
			switch {
			case c.want == "" && (err != nil || string(res.Body) != "gate"):
				t.Errorf("got %s, %v", res.Body, err)
			case c.want != "" && (connectors.KindOf(err) != connectors.Unavailable || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v", err)
			}
		})
	}
	if len(d.calls) != 1 {
		t.Errorf("%d requests arrived", len(d.calls))
	}
}

// TestTheApplicationsNameIsNotThatOfTheTokenEndpoint has an application whose certificate bears another name than its
// address, and a token endpoint elsewhere, with a certificate of its own.
func TestTheApplicationsNameIsNotThatOfTheTokenEndpoint(t *testing.T) {
	a := newAuthority(t)
	der, key := a.issue(t)
	i := newIssuer(t)
	secure := func(handler http.Handler, c tls.Certificate) *httptest.Server {
		s := httptest.NewUnstartedServer(handler)
		s.TLS = &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS12}
		s.StartTLS()
		t.Cleanup(s.Close)
		return s
	}
	app := secure(i.Config.Handler, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key})
	login := secure(i.Config.Handler, tls.Certificate{Certificate: [][]byte{a.der}, PrivateKey: a.key})
	c := dial(t, app.URL, strings.Replace(oauth, "/token", `"`+strings.Replace(login.URL, "127.0.0.1", "localhost", 1)+`/token"`, 1)+
		"tls: {ca: "+write(t, "CERTIFICATE", a.der)+", server_name: desk.example.com}\n", Options{})
	works(t, c)
	if n := i.count("/token"); n != 1 {
		t.Errorf("%d tokens", n)
	}
}

func TestACertificateNeedsItsKey(t *testing.T) {
	a := newAuthority(t)
	_, key := a.issue(t)
	other, _ := a.issue(t)
	got := codes(t, "base_url: https://h\ntls: {cert: "+write(t, "CERTIFICATE", other)+", key: "+writeKey(t, key)+"}\n")
	if len(got) != 1 || !strings.Contains(got[0], "not a certificate and its key") {
		t.Errorf("got %v", got)
	}
}
