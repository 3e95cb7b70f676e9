package door

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// trust is how TLS is spoken.
type trust struct {
	own    *tls.Config // with the application
	others *tls.Config // with whoever else gives out tokens and sessions
}

// readTLS reads {ca, cert, key, server_name, min}. A given ca stands in place of the system's for the application, and beside
// them for others, who may well be public.
func readTLS(n yamlx.Node, found *diag.List) trust {
	r := yamlx.Read(n, area, found)
	defer r.Close()
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if r.OneOf("min", "1.2", "1.3") == "1.3" {
		c.MinVersion = tls.VersionTLS13
	}
	c.Certificates = readPair(r, found)
	t := trust{own: c, others: c.Clone()}
	t.own.ServerName = r.Text("server_name", "")
	if ca := r.Get("ca"); !ca.IsMissing() {
		t.readCA(ca, found)
	}
	return t
}

func (t *trust) readCA(n yamlx.Node, found *diag.List) {
	text, ok := readPEM(n, "ca", found)
	if !ok {
		return
	}
	t.own.RootCAs = x509.NewCertPool()
	if !t.own.RootCAs.AppendCertsFromPEM(text) {
		found.Add(n.Finding("rest/pem", "", `"ca" holds no certificate`))
	}
	all, err := x509.SystemCertPool()
	if err != nil { // a system without any
		all = x509.NewCertPool()
	}
	all.AppendCertsFromPEM(text)
	t.others.RootCAs = all
}

// readPair reads the certificate that we show and its key; none when there is neither.
func readPair(r *yamlx.Reader, found *diag.List) []tls.Certificate {
	cert, key := r.Get("cert"), r.Get("key")
	switch {
	case cert.IsMissing() && key.IsMissing():
		return nil
	case cert.IsMissing() || key.IsMissing():
		found.Add(r.Node().Finding("rest/tls", "", `"cert" and "key" belong together`))
		return nil
	}
	certText, ok1 := readPEM(cert, "cert", found)
	keyText, ok2 := readPEM(key, "key", found)
	if !ok1 || !ok2 {
		return nil
	}
	pair, err := tls.X509KeyPair(certText, keyText)
	if err != nil {
		found.Add(cert.Finding("rest/pem", "", `"cert" and "key" are not a certificate and its key`))
	}
	return []tls.Certificate{pair}
}

// readPEM is the PEM text that n is, or that the file has whose path n is.
func readPEM(n yamlx.Node, key string, found *diag.List) (text []byte, ok bool) {
	switch {
	case n.Text() == "":
		found.Add(n.Finding("rest/pem", "", "%q must be PEM text or the path of a file that holds it", key))
		return nil, false
	case strings.HasPrefix(strings.TrimSpace(n.Text()), "-----BEGIN "):
		return []byte(n.Text()), true
	}
	text, err := os.ReadFile(n.Text())
	if err != nil {
		found.Add(n.Finding("rest/pem", "", "%q cannot be read as a file, and is no PEM text", key))
		return nil, false
	}
	return text, true
}
