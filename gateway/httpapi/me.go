package httpapi

import (
	"net/url"

	"github.com/gorilla/mux"
)

// me lets a handler answer for the user that the client stands for (RFC 7644 §3.11), under its own location. A client
// that stands for nobody is told that there is no such thing.
func me(answer handler) handler {
	return func(x *exchange) error {
		id, users := x.client.Me[x.app.Name], x.app.Endpoints["User"]
		if id == "" || users == nil {
			return notImplemented("/Me")
		}
		x.endpoint = users
		x.r = mux.SetURLVars(x.r, map[string]string{"id": url.PathEscape(id)})
		return answer(x)
	}
}
