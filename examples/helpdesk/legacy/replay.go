package legacy

import "net/http"

// replayed answers a create that has been made before, by its Idempotency-Key, as it was answered then.
func (a *App) replayed(c call, make func() reply) reply {
	key := c.Header.Get("Idempotency-Key")
	if !a.style.Idempotency || key == "" || c.Method != http.MethodPost {
		return make()
	}
	key = c.URL.EscapedPath() + " " + key
	if rep, known := a.replies[key]; known {
		return rep
	}
	rep := make()
	if rep.status < http.StatusBadRequest {
		a.replies[key] = rep
	}
	return rep
}
