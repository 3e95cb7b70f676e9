package scim

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"
)

func TestErrorBody(t *testing.T) {
	tests := []struct {
		name string
		err  *Error
		want string
	}{
		{
			"status is a string, scimType and detail follow",
			BadRequest(InvalidFilter, "column %d: %s", 3, "no"),
			`{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidFilter","detail":"column 3: no"}`,
		},
		{
			"what there is nothing to say about is left out",
			&Error{Status: 404},
			`{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}`,
		},
		{
			"the cause is never in it",
			Errorf(409, Uniqueness, "userName is taken").Because(errors.New(`duplicate key "users_login_key"`)),
			`{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness","detail":"userName is taken"}`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := string(AppendJSON(nil, test.err.Body())); got != test.want {
				t.Errorf("the body is\n%s, want\n%s", got, test.want)
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	plain := Errorf(404, "", "no such user")
	if got, want := plain.Error(), "404: no such user"; got != want {
		t.Errorf("it is %q, want %q", got, want)
	}
	caused := BadRequest(InvalidValue, "title is too long").Because(io.ErrShortBuffer)
	if got, want := caused.Error(), "400 invalidValue: title is too long: short buffer"; got != want {
		t.Errorf("it is %q, want %q", got, want)
	}
}

func TestErrorsAreFoundInAChain(t *testing.T) {
	first := &Error{Status: 503, Detail: "try again", RetryAfter: time.Second}
	second := first.Because(io.ErrUnexpectedEOF)
	wrapped := fmt.Errorf("listing users: %w", second)
	got, ok := errors.AsType[*Error](wrapped)
	if !ok || got.Status != 503 || got.RetryAfter != time.Second {
		t.Errorf("errors.AsType finds %v", got)
	}
	if !errors.Is(wrapped, io.ErrUnexpectedEOF) {
		t.Error("the cause is not found")
	}
	if errors.Is(first, io.ErrUnexpectedEOF) {
		t.Error("Because changed the error it was called on")
	}
}
