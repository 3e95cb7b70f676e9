package rest

import (
	"context"
	"errors"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/door"
)

// excused reports whether a rule of the operator's says that an answer means that nothing was left to do.
func (r request) excused(got door.Response) bool {
	for _, rule := range slices.Concat(r.errors, r.of.errors) {
		if rule.matches(got) {
			return rule.kind == ""
		}
	}
	return false
}

// tells reports whether the application says when there is nothing left to do, by an error that the operator knows: then
// a call may be made without a look before, and its success means that something was done.
func (op *operation) tells(c *collection) bool {
	excuse := func(rule errorRule) bool { return rule.kind == "" }
	return op.verify == verifyOnError || slices.ContainsFunc(op.errors, excuse) || slices.ContainsFunc(c.errors, excuse)
}

// write makes one call that writes. Where its operation is verified a read decides what became of it: shows says whether
// all is as it should be. The answer is `already` where it was so before.
func (w *writer) write(ctx context.Context, q request, shows func(context.Context) (bool, error)) (answer, error) {
	w.answer = nil
	a, err := w.post(ctx, q)
	switch doubted := errors.Is(err, connectors.Invalid) || errors.Is(err, connectors.Conflict) || errors.Is(err, connectors.OutcomeUnknown); {
	case q.verify != verifyRead && q.verify != verifyOnError:
		return a, err
	case err == nil && (q.verify == verifyOnError || a.already):
		return a, nil
	case err != nil && !doubted:
		return a, err
	}
	good, failed := shows(ctx)
	switch {
	case failed != nil && err == nil:
		return a, connectors.Errorf(connectors.OutcomeUnknown, w.op, "what was written cannot be read: %v", failed)
	case failed != nil || !good && err != nil:
		return a, err
	case good || w.explains:
		a.already = err != nil && !errors.Is(err, connectors.OutcomeUnknown)
		return a, nil
	default:
		return a, fail(q, connectors.Invalid, errIgnored)
	}
}

var errIgnored = errors.New("the application said that it was done, and did not do it")
