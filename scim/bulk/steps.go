package bulk

import "slices"

// Step is what is to be done next.
type Step struct {
	Operation int // its place in the request
	// Without are the bulkIds that lead to what does not exist yet, because it refers back here: the operation is done
	// without them.
	Without []string
	// Late says that the operation was done without them, and that now they can be added.
	Late bool
}

// Steps is the order of a request: that of its operations, except that what an operation refers to is created before
// it. Where operations refer to each other in a circle, one of them is done without the reference that closes it, and
// the reference follows as soon as it leads somewhere. A reference to what no operation creates changes nothing here.
func (r Request) Steps() []Step {
	p := planner{Request: r, creates: map[string]int{}, state: make([]state, len(r.Operations))}
	for i, op := range r.Operations {
		if op.Method == Post {
			p.creates[op.BulkID] = i
		}
	}
	for i := range r.Operations {
		if p.state[i] == untouched {
			p.visit(i)
		}
	}
	return p.steps
}

type planner struct {
	Request
	creates map[string]int // bulkId to operation
	state   []state
	steps   []Step
	late    []Step
}

type state int

const (
	untouched state = iota
	waiting         // for what it refers to
	done
)

// visit does operation i, and before it what it refers to.
func (p *planner) visit(i int) {
	p.state[i] = waiting
	var without []string
	for _, id := range p.Operations[i].references() {
		j, ok := p.creates[id]
		switch {
		case !ok:
		case p.state[j] == untouched:
			p.visit(j)
		case p.state[j] == waiting:
			without = append(without, id)
		}
	}
	p.state[i] = done
	p.steps = append(p.steps, Step{Operation: i, Without: without})
	if len(without) > 0 {
		p.late = append(p.late, Step{Operation: i, Without: without, Late: true})
	}
	p.late = slices.DeleteFunc(p.late, func(s Step) bool {
		if slices.ContainsFunc(s.Without, func(id string) bool { return p.state[p.creates[id]] != done }) {
			return false
		}
		p.steps = append(p.steps, s)
		return true
	})
}
