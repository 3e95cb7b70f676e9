package legacy

import (
	"fmt"
	"net/http"
)

// problem is an error as the application tells it. A nil one is none.
type problem struct {
	status  int
	code    string
	field   string // empty: it is about no single field
	message string
}

// anyDuplicate stands for the status that the style has for duplicates.
const anyDuplicate = 0

func duplicate(field string) *problem {
	return &problem{anyDuplicate, "taken", field, "has already been taken"}
}

func invalid(code, field, message string) *problem {
	return &problem{http.StatusUnprocessableEntity, code, field, message}
}

func malformed(format string, args ...any) *problem {
	return &problem{http.StatusBadRequest, "malformed", "", fmt.Sprintf(format, args...)}
}

func notFound(what string) *problem {
	return &problem{http.StatusNotFound, "not_found", "", "there is no such " + what}
}

func notAllowed() *problem {
	return &problem{http.StatusMethodNotAllowed, "not_allowed", "", "this cannot be done here"}
}

// refusal is the answer that tells of a problem.
func (a *App) refusal(p *problem) reply {
	status := p.status
	if status == anyDuplicate {
		status = a.style.Duplicate
	}
	if a.style.ErrorsIn200 {
		status = http.StatusOK
	}
	told := map[string]any{"code": p.code, "message": p.message}
	if p.field != "" {
		told["field"] = p.field
		told["message"] = p.field + " " + p.message
	}
	return reply{status: status, body: map[string]any{"error": told}}
}
