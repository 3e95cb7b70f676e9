package httpapi

import "go.uber.org/zap"

// fieldOf is a field of an app.
type fieldOf struct{ app, field string }

// unreadable counts a value that the application holds and nobody can read. The log has each field once: the value
// itself may be personal, and one bad import can leave thousands of them.
func (x *exchange) unreadable(field string) {
	app := x.app.Name
	if o := x.server.Observer; o != nil {
		o.Unreadable(app, field)
	}
	if _, known := x.server.odd.LoadOrStore(fieldOf{app, field}, true); !known {
		x.server.Log.Warn("a value that cannot be read counts as empty", zap.String("app", app), zap.String("field", field))
	}
}
