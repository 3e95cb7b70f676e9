package door

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// exchange sends r and reads the whole answer, within the timeout. The transport sends a request a second time only when
// nothing of the first was written, when its method is safe, or when it bears an Idempotency-Key.
func (c *Client) exchange(r *http.Request) (Response, error) {
	ctx := r.Context()
	if c.options.Gate != nil {
		leave, err := c.options.Gate.Enter(ctx)
		if err != nil {
			return Response{}, err
		}
		defer leave()
	}
	start := c.options.Now()
	limited, cancel := context.WithTimeoutCause(ctx, c.timeout, slow{c.timeout})
	defer cancel()
	var wrote atomic.Bool
	trace := &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }}
	res, err := c.answer(r.WithContext(httptrace.WithClientTrace(limited, trace)))
	if c.options.Observe != nil {
		c.options.Observe(Call{Method: r.Method, Status: res.Status, Duration: c.options.Now().Sub(start)})
	}
	if err == nil {
		return res, nil
	}
	if limited.Err() != nil {
		err = context.Cause(limited)
	}
	return Response{}, failure(ctx, r.Method, wrote.Load(), err)
}

// answer is the answer of the application, or of who gives out its tokens, with its whole body.
func (c *Client) answer(r *http.Request) (Response, error) {
	t := c.transport
	if r.URL.Host != c.base.url.Host {
		t = c.others
	}
	res, err := t.RoundTrip(r)
	if err != nil {
		return Response{}, err
	}
	defer res.Body.Close()
	body, err := readBody(res, c.maxBody)
	if err != nil {
		return Response{}, err
	}
	return Response{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}

// readBody reads a body of at most limit bytes, counted after compression is undone.
func readBody(res *http.Response, limit int) ([]byte, error) {
	if res.ContentLength > int64(limit) && res.Request.Method != http.MethodHead {
		return nil, ErrTooLarge
	}
	var body bytes.Buffer
	if res.ContentLength > 0 && res.Request.Method != http.MethodHead {
		body.Grow(int(res.ContentLength) + bytes.MinRead)
	}
	n, err := body.ReadFrom(io.LimitReader(res.Body, int64(limit)+1))
	switch {
	case err != nil:
		return nil, err
	case n > int64(limit):
		return nil, ErrTooLarge
	}
	return body.Bytes(), nil
}
