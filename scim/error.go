package scim

import (
	"fmt"
	"strconv"
	"time"
)

// ScimType is the detail code of RFC 7644 §3.12.
type ScimType string

const (
	InvalidFilter ScimType = "invalidFilter"
	TooMany       ScimType = "tooMany"
	Uniqueness    ScimType = "uniqueness"
	Mutability    ScimType = "mutability"
	InvalidSyntax ScimType = "invalidSyntax"
	InvalidPath   ScimType = "invalidPath"
	NoTarget      ScimType = "noTarget"
	InvalidValue  ScimType = "invalidValue"
	InvalidVers   ScimType = "invalidVers"
	Sensitive     ScimType = "sensitive"

	// Those of RFC 9865 §2.1.
	InvalidCursor ScimType = "invalidCursor"
	ExpiredCursor ScimType = "expiredCursor"
	InvalidCount  ScimType = "invalidCount"
)

// Error is an answer that is not a success. Detail is written for the client: it names attributes and what to do,
// never another person's data, SQL, or an address. The cause is for the log.
type Error struct {
	Status     int // HTTP status code
	ScimType   ScimType
	Detail     string
	RetryAfter time.Duration // with 429 and 503; rounded up to whole seconds on the wire
	cause      error
}

func (e *Error) Error() string {
	s := strconv.Itoa(e.Status)
	if e.ScimType != "" {
		s += " " + string(e.ScimType)
	}
	s += ": " + e.Detail
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.cause }

// Because returns e with a cause for the log.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// Errorf makes an Error; the rest formats the Detail.
func Errorf(status int, t ScimType, format string, args ...any) *Error {
	return &Error{Status: status, ScimType: t, Detail: fmt.Sprintf(format, args...)}
}

// BadRequest makes a 400.
func BadRequest(t ScimType, format string, args ...any) *Error {
	return Errorf(400, t, format, args...)
}

// Body is the error message of RFC 7644 §3.12; status is a string there.
func (e *Error) Body() *Object {
	o := NewObject("schemas", []any{MessageError}, "status", strconv.Itoa(e.Status))
	if e.ScimType != "" {
		o.Append("scimType", string(e.ScimType))
	}
	if e.Detail != "" {
		o.Append("detail", e.Detail)
	}
	return o
}
