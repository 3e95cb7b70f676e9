package assemble

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/adminapi"
)

// round is how often the janitor looks.
const round = time.Minute

// janitor looks after the creates and renames that nobody goes on with, and after references to what was not there. Every
// replica has one.
type janitor struct {
	current *gateway.Current
	store   correlation.Store
	metrics *adminapi.Metrics
	log     *zap.Logger
}

// run looks now and at each tick, until ctx ends.
func (j *janitor) run(ctx context.Context, ticks <-chan time.Time) {
	for {
		j.look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}

// look goes through all apps at once: one that does not answer is in nobody's way. What cannot be asked now is left for
// the next time.
func (j *janitor) look(ctx context.Context) {
	bounded, cancel := context.WithTimeout(ctx, round)
	defer cancel()
	runtime, release := j.current.Acquire()
	defer release()
	if err := j.store.Sweep(bounded); err != nil && ctx.Err() == nil {
		j.log.Warn("intents that are over could not be removed", zap.Error(err))
	}
	var apps sync.WaitGroup
	for _, app := range runtime.Apps {
		apps.Go(func() {
			j.tidy(bounded, app)
			j.sweep(bounded, app)
		})
	}
	apps.Wait()
}

func (j *janitor) tidy(ctx context.Context, app *gateway.App) {
	outcome := "done"
	for _, name := range slices.Sorted(maps.Keys(app.Endpoints)) {
		t, err := app.Endpoints[name].Tidy(ctx)
		if errors.Is(ctx.Err(), context.Canceled) { // the process ends
			return
		}
		if err != nil {
			outcome = "failed"
			j.log.Warn("interrupted requests could not be settled", zap.String("app", app.Name), zap.String("type", name), zap.Error(err))
		}
		if t.Bound+t.Abandoned > 0 {
			j.log.Info("interrupted requests were settled", zap.String("app", app.Name), zap.String("type", name),
				zap.Int("bound", t.Bound), zap.Int("abandoned", t.Abandoned), zap.Int("pending", t.Pending))
		}
		if err == nil || t.Pending > 0 { // else nobody knows how many
			j.metrics.Pending(app.Name, name, t.Pending)
		}
		j.metrics.Settled(app.Name, name, "bound", t.Bound)
		j.metrics.Settled(app.Name, name, "abandoned", t.Abandoned)
	}
	j.metrics.Tidied(app.Name, outcome)
}

// sweep looks after references to what was not there. Whoever was found by tidy is there now.
func (j *janitor) sweep(ctx context.Context, app *gateway.App) {
	for _, name := range slices.Sorted(maps.Keys(app.Endpoints)) {
		left, err := app.Endpoints[name].SweepParked(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			j.log.Warn("parked references could not be stored", zap.String("app", app.Name), zap.String("type", name), zap.Error(err))
		}
		j.metrics.ReferencesParked(app.Name, name, left)
	}
}

// parked counts what becomes of references to what is not there, and says which were given up.
func parked(metrics *adminapi.Metrics, log *zap.Logger) func(app, resourceType, event string, n int) {
	return func(app, resourceType, event string, n int) {
		metrics.ReferenceEvents(app, resourceType, event, n)
		if event == "expired" || event == "refused" {
			log.Warn("parked references were given up",
				zap.String("app", app), zap.String("type", resourceType), zap.String("because", event), zap.Int("references", n))
		}
	}
}
