package gateway

import "testing"

func TestARequestFinishesOnTheRuntimeItBeganWith(t *testing.T) {
	first, second := &Runtime{}, &Runtime{}
	c := NewCurrent(first)
	before, releaseBefore := c.Acquire()
	idle := c.Swap(second)
	after, releaseAfter := c.Acquire()
	if before != first || after != second {
		t.Error("a request got the wrong runtime")
	}
	releaseAfter()
	select {
	case <-idle:
		t.Error("the old runtime is called idle while a request uses it")
	default:
	}
	releaseBefore()
	<-idle
}

func TestARuntimeWithoutRequestsIsIdleAtOnce(t *testing.T) {
	<-NewCurrent(&Runtime{}).Swap(&Runtime{})
}
