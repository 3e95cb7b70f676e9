package resilience

import (
	"errors"

	"github.com/scimgate/scimgate/connectors"
)

// final is an error that says nothing about the application and is not to be tried again, whatever its kind: an edit's
// own, or that of a stream of which a part is out. Nobody sees it from outside.
type final struct{ err error }

func (f final) Error() string { return f.err.Error() }

// marked is edit with errors that are final.
func marked(edit connectors.Edit) connectors.Edit {
	return func(cur connectors.Record) (connectors.Change, error) {
		change, err := edit(cur)
		if err != nil {
			err = final{err}
		}
		return change, err
	}
}

// unmarked is the error as the edit returned it.
func unmarked(err error) error {
	if f, ok := errors.AsType[final](err); ok {
		return f.err
	}
	return err
}
