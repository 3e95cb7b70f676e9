// Package auth says who is calling, and which apps they may use. It sees the text of an Authorization header and
// nothing else of HTTP.
//
//	client.go         Client, Access, Rate, Token: who may call, what, and how often
//	authenticator.go  Authenticator: a header to a Client
//	token.go          NewToken: a fresh bearer token and its digest
package auth
