package door

import (
	"context"
	"net/http"
	"strings"

	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// login fetches what proves a session.
func (s *session) login(c *Client) func(ctx context.Context) (credential, error) {
	return func(ctx context.Context) (credential, error) {
		r, err := newRequest(ctx, http.MethodPost, s.url, []byte(s.body()), s.codec.MediaType())
		if err != nil {
			return credential{}, err
		}
		if s.own { // the block's headers are the application's alone
			for name, values := range c.headers {
				r.Header[name] = values
			}
		}
		res, err := c.exchange(r)
		if err != nil {
			return credential{}, notSent(err, "the login failed")
		}
		now := c.options.Now()
		if res.Status >= 400 {
			return credential{}, turnedAway(res, now, "the login was refused with status %d", res.Status)
		}
		proof, ok := s.proof(res)
		if !ok { // which is how some applications refuse one
			return credential{}, turnedAway(res, now, "the answer to the login proves no session")
		}
		held := credential{put: s.put(proof)}
		if s.expires > 0 {
			held.expires = now.Add(s.expires)
			held.renew = held.expires.Add(-min(soon, s.expires/2))
		}
		return held, nil
	}
}

// proof is what proves the session in the answer to a login.
func (s *session) proof(r Response) (text secret, ok bool) {
	switch {
	case s.cookie != "":
		return cookie(r, s.cookie)
	case s.header != "":
		text := r.Header.Get(s.header)
		return conceal(text), text != "" && validValue(text)
	}
	answer, err := s.answerCodec(r).Decode(r.Body)
	if err != nil {
		return nil, false
	}
	leaf, _ := s.token.Get(answer)
	found, ok := wire.LeafText(leaf)
	return conceal(found), ok && found != "" && validValue(s.prefix+found) && (s.asCookie == "" || !strings.Contains(found, ";"))
}

// answerCodec is what the answer says it is, else what the login was.
func (s *session) answerCodec(r Response) wire.Codec {
	switch kind := strings.ToLower(r.Header.Get("Content-Type")); {
	case strings.Contains(kind, "json"):
		return wire.JSON{}
	case strings.Contains(kind, "xml"):
		return wire.XML{}
	}
	return s.codec
}

// cookie is the value of the last cookie of that name that r sets and does not delete, with its quotes if it has some.
func cookie(r Response, name string) (text secret, ok bool) {
	for _, c := range (&http.Response{Header: r.Header}).Cookies() {
		if c.Name == name {
			value := c.Value
			if c.Quoted {
				value = `"` + value + `"`
			}
			text, ok = conceal(value), c.Value != "" && c.MaxAge >= 0 && validValue(value)
		}
	}
	return text, ok
}

// put puts the proof of a session on requests.
func (s *session) put(proof secret) func(*http.Request) {
	if s.asCookie == "" {
		return func(r *http.Request) { r.Header.Set(s.asHeader, s.prefix+proof()) }
	}
	return func(r *http.Request) { // as it is: http.Request.AddCookie would mend it
		all := s.asCookie + "=" + proof()
		if others := r.Header.Get("Cookie"); others != "" {
			all = others + "; " + all
		}
		r.Header.Set("Cookie", all)
	}
}
