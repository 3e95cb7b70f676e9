package legacy

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// reply is an answer before it is written.
type reply struct {
	status int
	header http.Header
	body   any // a tree; nil: no body
}

// write sends the reply; torn breaks it off in the middle of its body.
func (rep reply) write(w http.ResponseWriter, as Body, torn bool) {
	for name, values := range rep.header {
		w.Header()[name] = values
	}
	var text []byte
	if rep.body != nil {
		kind := "application/json; charset=utf-8"
		if as == XML {
			kind = "application/xml; charset=utf-8"
			text = encodeXML(rep.body)
		} else {
			text, _ = json.Marshal(rep.body) // a tree is always JSON
		}
		w.Header().Set("Content-Type", kind)
	}
	if rep.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	}
	w.WriteHeader(rep.status)
	if torn {
		text = text[:len(text)/2]
	}
	_, _ = w.Write(text) // whoever has gone needs no answer
	if torn {
		_ = http.NewResponseController(w).Flush() // so that there is a first half
		panic(http.ErrAbortHandler)
	}
}
