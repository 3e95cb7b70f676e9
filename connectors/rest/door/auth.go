package door

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// source has the credential that requests are signed with.
type source interface {
	// get is the credential of now; it may have to be fetched.
	get(ctx context.Context) (*credential, error)
	// refused hears of the answer that a credential got, and reports whether the request is worth sending again with
	// another.
	refused(c *credential, r Response) bool
	// close ends what goes on behind.
	close()
}

// kinds of `auth:`, by the key that says which it is.
func authKinds() []string {
	return []string{"basic", "bearer", "header", "query", "oauth2", "jwt", "session"}
}

// readAuth reads one of
//
//	none
//	{basic: {user, password}}
//	{bearer: token}
//	{header: X-Api-Key, value: …}
//	{query: key, value: …}
//	{oauth2: {…}}    # oauth2.go
//	{jwt: {…}}       # jwt.go
//	{session: {…}}   # session.go
//
// and answers with what makes the source for a client; nil after a finding.
func readAuth(n yamlx.Node, b base, found *diag.List) func(*Client) source {
	if n.IsMissing() || n.IsNull() || n.Text() == "none" {
		return always(func(*http.Request) {})
	}
	if !n.IsMap() {
		found.Add(n.Finding("rest/auth", "", `"auth" must be none or one of %s`, strings.Join(authKinds(), ", ")))
		return nil
	}
	r := yamlx.Read(n, area, found)
	given := slices.DeleteFunc(authKinds(), func(kind string) bool { return r.Get(kind).IsMissing() })
	if len(given) != 1 {
		r.Get("value")
		r.Close()
		found.Add(n.Finding("rest/auth", "", `"auth" must be exactly one of %s`, strings.Join(authKinds(), ", ")))
		return nil
	}
	defer r.Close()
	switch at := r.Get(given[0]); given[0] {
	case "basic":
		return readBasic(at, found)
	case "bearer":
		return readBearer(r, found)
	case "header":
		return readHeader(r, found)
	case "query":
		return readQuery(r, found)
	case "oauth2":
		return readOAuth2(at, b, found)
	case "jwt":
		return readJWT(at, b, found)
	default:
		return readSession(at, b, found)
	}
}

// needSecret is the text of a key that must be there.
func needSecret(r *yamlx.Reader, key string, found *diag.List) secret {
	n := r.Need(key)
	if !n.IsMissing() && !n.IsNull() && n.Text() == "" {
		found.Add(n.Finding("rest/type", "", "%q must be text", key))
	}
	return conceal(n.Text())
}

// needHeader is needSecret for what stands in a header.
func needHeader(r *yamlx.Reader, key string, found *diag.List) secret {
	s := needSecret(r, key, found)
	if !validValue(s()) {
		found.Add(r.Get(key).Finding("rest/header", "", "%q must be one line of printable ASCII", key))
	}
	return s
}
