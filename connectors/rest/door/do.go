package door

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"

	"github.com/scimgate/scimgate/connectors"
)

// renewals is how often one request is sent again with another credential. Twice, because the second may have been used
// up by others before it is our turn.
const renewals = 2

// Do sends one request and returns the whole answer; a redirect is an answer, and so is an error. When the credential is
// refused, and another can be had, the request is sent again with that.
//
// Every error is a *connectors.Error without Op, or the context's:
//
//   - Invalid: the URL or a header cannot be sent;
//   - Denied: the application, or whoever gives tokens out, does not take who we are;
//   - Unavailable: there is no whole answer, and nothing was written;
//   - OutcomeUnknown: a request other than GET and HEAD was sent and no whole answer came, or one larger than max_body; it
//     wraps the context's error when that was the reason;
//   - Internal: the answer to a read is larger than max_body, or no request can be made of req.
//
// No error's text holds what was sent or received.
func (c *Client) Do(ctx context.Context, req Request) (Response, error) {
	for sent := 0; ; sent++ {
		r, err := c.request(ctx, req)
		if err != nil {
			return Response{}, err
		}
		cred, err := c.source.get(ctx)
		if err != nil {
			return Response{}, err
		}
		cred.put(r)
		res, err := c.exchange(r)
		if err != nil {
			return Response{}, err
		}
		if !c.source.refused(cred, res) || sent == renewals {
			return res, nil
		}
	}
}

// methods are HTTP's and WebDAV's; what does not look like one is a mistake in the app file.
var methods = regexp.MustCompile(`^[A-Z][A-Z-]{1,19}$`)

// request is req as HTTP has it, below base_url, without a credential.
func (c *Client) request(ctx context.Context, req Request) (*http.Request, error) {
	if !methods.MatchString(req.Method) || req.Method == http.MethodConnect || req.Method == http.MethodTrace {
		return nil, connectors.Errorf(connectors.Internal, "", "no request can have the method %q", req.Method)
	}
	u, err := c.base.join(req.URL)
	if err != nil {
		return nil, &connectors.Error{Kind: connectors.Invalid, Err: err}
	}
	r, err := newRequest(ctx, req.Method, u, req.Body, req.MediaType)
	if err != nil {
		return nil, err
	}
	for name, values := range c.headers {
		r.Header[name] = values
	}
	return r, addHeaders(r.Header, req.Header)
}

// addHeaders puts more in place of what all has under the same names.
func addHeaders(all, more http.Header) error {
	for name, values := range more {
		if !validName(name) || kept(name) {
			return connectors.Errorf(connectors.Internal, "", "no request can have the header %q", name)
		}
		for _, v := range values {
			if !validValue(v) {
				return connectors.Errorf(connectors.Invalid, "", "the value of the header %s is not one line of printable ASCII", name)
			}
		}
		all[http.CanonicalHeaderKey(name)] = values
	}
	return nil
}

// newRequest is a request with a body, if body is not nil, and none of the block's headers.
func newRequest(ctx context.Context, method string, u *url.URL, body []byte, mediaType string) (*http.Request, error) {
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+u.Host, reader)
	if err != nil {
		return nil, &connectors.Error{Kind: connectors.Internal, Err: err}
	}
	r.URL = u
	r.Close = method == http.MethodHead // the transport logs what a server sends behind the headers, body and all
	r.Header.Set("User-Agent", "scimgate")
	if body != nil && mediaType != "" {
		r.Header.Set("Content-Type", mediaType)
	}
	return r, nil
}
