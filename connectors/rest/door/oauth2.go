package door

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// grant is a token endpoint and what is sent to it.
type grant struct {
	url    string
	id     string
	secret secret
	style  oauth2.AuthStyle
	scopes []string
	params url.Values
	early  time.Duration
	assert func(now time.Time) (url.Values, error) // nil: no assertion
}

// readOAuth2 reads the client credentials grant (RFC 6749 4.4):
//
//	token_url: /oauth/token     # below base_url, or https://…
//	client_id: gate
//	client_secret: ${env:DESK_SECRET}
//	scopes: [people.write]
//	params: {audience: desk}    # more of what the endpoint wants
//	style: header               # how id and secret are sent: header (basic) or body
//	refresh_early: 30s          # before a token ends
func readOAuth2(n yamlx.Node, b base, found *diag.List) func(*Client) source {
	r := yamlx.Read(n, area, found)
	defer r.Close()
	g := readGrant(r, b, found)
	g.id, g.secret = needSecret(r, "client_id", found)(), needSecret(r, "client_secret", found)
	g.style = oauth2.AuthStyleInHeader
	if r.OneOf("style", "header", "body") == "body" {
		g.style = oauth2.AuthStyleInParams
	}
	return g.source
}

// readGrant reads what all grants have in common.
func readGrant(r *yamlx.Reader, b base, found *diag.List) *grant {
	g := &grant{
		secret: conceal(""),
		scopes: r.Texts("scopes"),
		params: url.Values{},
		early:  r.Duration("refresh_early", soon),
	}
	if n := r.Need("token_url"); n.Text() != "" && b.url != nil {
		u, err := b.at(n.Text())
		if err != nil {
			found.Add(n.Finding("rest/url", "", `"token_url" cannot be used: %v`, err))
		} else {
			g.url = u.String()
		}
	}
	for _, e := range yamlx.Read(r.Get("params"), area, found).Node().Entries() {
		switch {
		case !e.Value.IsScalar():
			found.Add(e.Value.Finding("rest/type", "", "a parameter must be text"))
		case e.Name == "grant_type" || e.Name == "scope" || e.Name == "assertion" || e.Name == "client_id" || e.Name == "client_secret":
			found.Add(e.Key.Finding("rest/auth", "", "%s has a place of its own", e.Name))
		default:
			g.params.Set(e.Name, e.Value.Text())
		}
	}
	return g
}

func (g *grant) source(c *Client) source {
	return c.keep(func(ctx context.Context) (credential, error) { return g.fetch(ctx, c) }, unauthorized)
}

// unauthorized is how an application says that a token has ended.
func unauthorized(r Response) bool { return r.Status == http.StatusUnauthorized }

// fetch asks for a token.
func (g *grant) fetch(ctx context.Context, c *Client) (credential, error) {
	conf := clientcredentials.Config{
		ClientID: g.id, ClientSecret: g.secret(), TokenURL: g.url,
		Scopes: g.scopes, EndpointParams: g.params, AuthStyle: g.style,
	}
	if g.assert != nil {
		params, err := g.assert(c.options.Now())
		if err != nil {
			return credential{}, connectors.Errorf(connectors.Internal, "", "the assertion cannot be signed")
		}
		conf.EndpointParams = params
	}
	token, err := conf.Token(context.WithValue(ctx, oauth2.HTTPClient, c.counter()))
	if err != nil {
		return credential{}, noToken(err, c.options.Now())
	}
	if !validValue(token.Type() + token.AccessToken) {
		return credential{}, connectors.Errorf(connectors.Unavailable, "", "the token is not one line of printable ASCII")
	}
	held := credential{put: func(r *http.Request) { token.SetAuthHeader(r) }}
	if !token.Expiry.IsZero() {
		lifetime := time.Until(token.Expiry).Round(time.Second)
		held.expires = c.options.Now().Add(lifetime)
		held.renew = held.expires.Add(-min(g.early, lifetime/2))
	}
	return held, nil
}

// counter is a client for the token endpoint: through the same gate and guard, with the same limits, and without
// redirects.
func (c *Client) counter() *http.Client {
	return &http.Client{
		Transport:     roundTrip(c.whole),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// whole is exchange as the library has it.
func (c *Client) whole(r *http.Request) (*http.Response, error) {
	res, err := c.exchange(r)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: res.Status, Header: res.Header, Body: io.NopCloser(bytes.NewReader(res.Body)), Request: r}, nil
}
