package door

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// readTLS reads {ca, cert, key, server_name, min}. A given ca stands in place of the system's.
func readTLS(n yamlx.Node, found *diag.List) *tls.Config {
	r := yamlx.Read(n, area, found)
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: r.Text("server_name", "")}
	if r.OneOf("min", "1.2", "1.3") == "1.3" {
		c.MinVersion = tls.VersionTLS13
	}
	if ca := r.Get("ca"); !ca.IsMissing() {
		c.RootCAs = x509.NewCertPool()
		if text, ok := readPEM(ca, "ca", found); ok && !c.RootCAs.AppendCertsFromPEM(text) {
			found.Add(ca.Finding("rest/pem", "", `"ca" holds no certificate`))
		}
	}
	cert, key := r.Get("cert"), r.Get("key")
	r.Close()
	switch {
	case cert.IsMissing() && key.IsMissing():
		return c
	case cert.IsMissing() || key.IsMissing():
		found.Add(n.Finding("rest/tls", "", `"cert" and "key" belong together`))
		return c
	}
	certText, ok1 := readPEM(cert, "cert", found)
	keyText, ok2 := readPEM(key, "key", found)
	if !ok1 || !ok2 {
		return c
	}
	pair, err := tls.X509KeyPair(certText, keyText)
	if err != nil {
		found.Add(cert.Finding("rest/pem", "", `"cert" and "key" are not a certificate and its key`))
	}
	c.Certificates = []tls.Certificate{pair}
	return c
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
