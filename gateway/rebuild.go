package gateway

import (
	"context"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

const (
	// rebuildLease is how long a scan keeps other replicas away after it was last heard of: longer than one of its pages
	// may take.
	rebuildLease   = time.Minute
	rebuildTimeout = 30 * time.Second
	// mostPasses bounds how often a scan starts over because it found something.
	mostPasses = 3
)

// CanRebuild reports whether ids follow from keys, at least those of records that hold none, so that they can be found
// again when the store has lost them.
func (e *Endpoint) CanRebuild() bool {
	return e.Scope.Identity == correlation.Derived || e.Scope.Identity == correlation.ByField
}

// Rebuild reads the keys of all records and stores the ids that follow from them, where there are none. It goes on where
// an earlier one ended, or begins again. One replica does at a time: elsewhere it is 503. progress, which may be nil, is
// told after each page.
func (e *Endpoint) Rebuild(ctx context.Context, again bool, progress func(correlation.Scan)) (correlation.Scan, error) {
	lease, err := e.Links.Hold(ctx, e.Scope, "rebuild", rebuildLease)
	if err != nil {
		return correlation.Scan{}, err
	}
	if !lease.Mine {
		return correlation.Scan{}, rebuilding()
	}
	s := keyScan{Endpoint: e, lease: lease, progress: progress}
	err = s.run(ctx, again)
	ending, cancel := lasting(ctx)
	defer cancel()
	if released := e.Links.Release(ending, s.lease); err == nil {
		err = released
	}
	return s.how, err
}

func rebuilding() error {
	return unavailable("the ids of the application's records are being rebuilt; try again later", defaultRetryAfter)
}

// keyScan is one scan under way.
type keyScan struct {
	*Endpoint
	lease    correlation.Lease
	progress func(correlation.Scan)
	how      correlation.Scan
}

func (s *keyScan) run(ctx context.Context, again bool) (err error) {
	if s.how, err = s.Links.Scanned(ctx, s.Scope); err != nil {
		return err
	}
	if again {
		s.how = correlation.Scan{}
		if err := s.Links.Scan(ctx, s.Scope, s.how); err != nil {
			return err
		}
	}
	found := 0
	for pass := 1; s.how.Completed.IsZero(); pass++ {
		short := s.how.After == ""
		pages, err := s.pass(ctx)
		if connectors.KindOf(err) == connectors.Invalid && s.how.After != "" { // a place that is none any more
			s.how = correlation.Scan{}
			continue
		}
		if err != nil {
			return err
		}
		// Not every application goes on behind a record: where it counts pages, one that goes meanwhile moves others
		// past us. So what found something is looked through again, unless it was one page.
		if short = short && pages == 1; !short && s.how.New > found && pass < mostPasses {
			found = s.how.New
			s.how = correlation.Scan{New: found}
			continue
		}
		s.how.Completed, s.how.After = s.now(), ""
		return s.Links.Scan(ctx, s.Scope, s.how)
	}
	return nil
}

// pass reads on to the end.
func (s *keyScan) pass(ctx context.Context) (pages int, err error) {
	q, goesOn := connectors.Query{Need: s.Mapping.AnchorNeed(), Limit: batch, After: s.how.After}, s.Entity.Shape().After
	for ; ; pages++ {
		page, err := s.page(ctx, q)
		if err != nil {
			return pages, err
		}
		if !goesOn {
			q.Offset += len(page.Records)
			page.Next = ""
		}
		if page.Next == "" && (goesOn || len(page.Records) < batch) {
			return pages + 1, nil
		}
		q.After, s.how.After = page.Next, page.Next
		if err := s.Links.Scan(ctx, s.Scope, s.how); err != nil {
			return pages, err
		}
		if s.lease, err = s.Links.Renew(ctx, s.lease, rebuildLease); err != nil {
			return pages, err
		}
		if !s.lease.Mine {
			return pages, rebuilding()
		}
	}
}

// page reads one page of keys and stores their ids. Records that are gone or out of scope are not among them.
func (s *keyScan) page(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	ctx, cancel := context.WithTimeout(connectors.During(connectors.Fresh(correlation.Durable(ctx)), s.now()), rebuildTimeout)
	defer cancel()
	page, err := s.Entity.List(ctx, q)
	if err != nil {
		return page, err
	}
	keys := s.unheld(page.Records)
	known, err := s.Links.ByKey(ctx, s.Scope, keys)
	if err != nil {
		return page, err
	}
	keys = slices.DeleteFunc(keys, func(k connectors.Key) bool { _, ok := known[k]; return ok })
	if len(keys) > 0 {
		if _, err := s.Links.See(ctx, s.Scope, keys); err != nil {
			return page, err
		}
	}
	s.how.Records += len(page.Records)
	s.how.New += len(keys)
	if s.progress != nil {
		s.progress(s.how)
	}
	return page, nil
}
