// Package door is the HTTP client of one application: it knows where the application is, how to prove who we are, and
// what may go wrong on the way. It knows nothing of records, and nothing of what a body means.
//
//	client.go      Open, Client, Options: a client from a `connector:` block
//	block.go       the keys of the block: timeout, max_body, headers, proxy; tls.go those of TLS
//	base.go        base_url, and how a path is joined behind it so that it never leads anywhere else
//	do.go          Do: a request signed, sent and, when the credential was refused, sent again
//	exchange.go    one request and its whole answer; fault.go what is said when there is none
//	header.go      which headers a request may have
//	guard.go       which addresses may be connected to, looked at after names were resolved
//	auth.go        the kinds of `auth:`; fixed.go those that never change
//	keeper.go      credentials that end: fetched once for all who wait, and again when refused
//	oauth2.go      access tokens by client credentials; jwt.go by an assertion that we sign
//	session.go     a session: how to log in and how to prove it; login.go the login
//	unsigned.go    what is said when no credential could be had
//	retryafter.go  how long an answer asks to wait
//	secret.go      a text that cannot be printed
//
// A request is sent to the scheme, host and port of base_url and nowhere else: redirects are answers like any other, the
// environment's proxies are ignored, and addresses of the machine itself and of cloud metadata are refused unless the
// block names them.
package door
