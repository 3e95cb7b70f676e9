package adminapi

import (
	"encoding/json"
	"net/http"
)

// App is what operators see of an app.
type App struct {
	Name    string
	Path    string
	Breaker func() string // what its breaker does now
}

// appsHandler answers /apps: every app as it is now, in a JSON array.
func appsHandler(metrics *Metrics, apps []App) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		type shown struct {
			Name    string `json:"name"`
			Path    string `json:"path"`
			Breaker string `json:"breaker"`
			Parked  int    `json:"parked"`
		}
		list := make([]shown, len(apps))
		for i, a := range apps {
			list[i] = shown{a.Name, a.Path, a.Breaker(), metrics.parked.of(a.Name)}
		}
		text, _ := json.MarshalIndent(list, "", "  ") // texts and numbers cannot fail
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write(append(text, '\n'))
	}
}
