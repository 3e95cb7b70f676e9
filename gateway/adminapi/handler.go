package adminapi

import (
	"io"
	"net/http"
)

// New serves /healthz, /readyz, /metrics and /apps.
func New(ready *Readiness, metrics *Metrics, apps ...App) http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		plain(w, http.StatusOK, "ok\n")
	})
	routes.Handle("GET /readyz", ready)
	routes.Handle("GET /metrics", metrics.handler())
	routes.Handle("GET /apps", appsHandler(metrics, apps))
	return routes
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}
