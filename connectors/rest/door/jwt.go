package door

import (
	"crypto"
	"crypto/ecdsa"
	"net/url"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"golang.org/x/oauth2"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// assertionLife is how long an assertion is good for: it is used once, at once.
const assertionLife = 5 * time.Minute

// assertion is what we sign to get a token.
type assertion struct {
	method jwt.SigningMethod
	key    crypto.PrivateKey
	kid    string
	claims jwt.MapClaims
	grant  *grant
}

// readJWT reads the JWT bearer grant (RFC 7523 2.1):
//
//	token_url: https://login.example.com/token
//	issuer: gate
//	subject: service@example.com   # none: the issuer
//	audience: https://login.example.com/token   # none: token_url
//	key: /run/secrets/gate.pem     # RSA or EC, PEM text or the path of a file
//	algorithm: RS256               # none: RS256, or what the curve of an EC key asks for
//	kid: "2024-01"
//	claims: {tenant: desk}         # more of them
//	scopes, params, refresh_early  # as with oauth2
func readJWT(n yamlx.Node, b base, found *diag.List) func(*Client) source {
	r := yamlx.Read(n, area, found)
	defer r.Close()
	g := readGrant(r, b, found)
	g.style = oauth2.AuthStyleInParams
	issuer := r.Need("issuer").Text()
	a := &assertion{kid: r.Text("kid", ""), grant: g, claims: jwt.MapClaims{
		"iss": issuer, "sub": r.Text("subject", issuer), "aud": r.Text("audience", g.url),
	}}
	for _, e := range yamlx.Read(r.Get("claims"), area, found).Node().Entries() {
		switch {
		case !e.Value.IsScalar():
			found.Add(e.Value.Finding("rest/type", "", "a claim must be a single value"))
		case slices.Contains([]string{"iss", "sub", "aud", "iat", "nbf", "exp", "jti"}, e.Name):
			found.Add(e.Key.Finding("rest/auth", "", "%s has a place of its own, or is made for each assertion", e.Name))
		default:
			a.claims[e.Name] = e.Value.Scalar()
		}
	}
	a.readKey(r, found)
	g.assert = a.params
	return g.source
}

// readKey reads the private key and the algorithm that goes with it.
func (a *assertion) readKey(r *yamlx.Reader, found *diag.List) {
	n := r.Need("key")
	r.Get("algorithm")
	if n.IsMissing() || n.IsNull() {
		return
	}
	text, ok := readPEM(n, "key", found)
	if !ok {
		return
	}
	var able []string
	if key, err := jwt.ParseRSAPrivateKeyFromPEM(text); err == nil {
		a.key, able = key, []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
		if key.N.BitLen() < 2048 {
			found.Add(n.Finding("rest/pem", "", `"key" must have at least 2048 bits`))
		}
	} else if key, err := jwt.ParseECPrivateKeyFromPEM(text); err == nil {
		a.key, able = key, byCurve(key)
	}
	if len(able) == 0 {
		found.Add(n.Finding("rest/pem", "", `"key" holds no private key for RSA or for one of the curves P-256, P-384 and P-521`))
		return
	}
	a.method = jwt.GetSigningMethod(r.OneOf("algorithm", able...))
}

func byCurve(key *ecdsa.PrivateKey) []string {
	switch key.Curve.Params().BitSize {
	case 256:
		return []string{"ES256"}
	case 384:
		return []string{"ES384"}
	case 521:
		return []string{"ES512"}
	}
	return nil
}

// params are those of a request for a token, with an assertion of its own.
func (a *assertion) params(now time.Time) (url.Values, error) {
	claims := jwt.MapClaims{"iat": now.Unix(), "exp": now.Add(assertionLife).Unix(), "jti": uuid.NewString()}
	for name, v := range a.claims {
		claims[name] = v
	}
	t := jwt.NewWithClaims(a.method, claims)
	if a.kid != "" {
		t.Header["kid"] = a.kid
	}
	signed, err := t.SignedString(a.key)
	if err != nil {
		return nil, err
	}
	params := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {signed}}
	for name, v := range a.grant.params {
		params[name] = v
	}
	return params, nil
}
