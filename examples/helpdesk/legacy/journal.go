package legacy

import "slices"

// journal holds how to take back what a call has done, so that a call that is refused has done nothing.
type journal struct{ steps []func() }

func (j *journal) note(back func()) { j.steps = append(j.steps, back) }

// end forgets the steps of a call, after taking them back where it failed.
func (j *journal) end(failed bool) {
	if failed {
		for _, back := range slices.Backward(j.steps) {
			back()
		}
	}
	j.steps = nil
}
