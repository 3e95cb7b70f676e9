package adminapi

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// App is what operators see of an app.
type App struct {
	Name    string
	Path    string
	Breaker func() string                             // what its breaker does now
	Holds   func(ctx context.Context) ([]Hold, error) // which of its writes are held now
}

// Hold is a kind of writes that are refused until an operator approves them.
type Hold struct {
	Type    string    `json:"type"`
	Kind    string    `json:"kind"`
	Since   time.Time `json:"since"`
	Refused int       `json:"refused"`
}

// appsHandler answers /apps: every app as it is now, in a JSON array. Where nobody can say what is held, that is null.
func appsHandler(metrics *Metrics, apps []App) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		type shown struct {
			Name    string `json:"name"`
			Path    string `json:"path"`
			Breaker string `json:"breaker"`
			Parked  int    `json:"parked"`
			Holds   []Hold `json:"holds"`
		}
		ctx, cancel := context.WithTimeout(r.Context(), patience)
		defer cancel()
		list := make([]shown, len(apps))
		for i, a := range apps {
			held, _ := a.Holds(ctx)
			list[i] = shown{a.Name, a.Path, a.Breaker(), metrics.parked.of(a.Name), held}
		}
		text, _ := json.MarshalIndent(list, "", "  ") // texts, numbers and instants cannot fail
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write(append(text, '\n'))
	}
}
