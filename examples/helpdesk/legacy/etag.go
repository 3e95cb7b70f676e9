package legacy

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
)

// tag is the header with the entity tag of a body, in a style that has them.
func (a *App) tag(body any) http.Header {
	if !a.style.ETags {
		return nil
	}
	return http.Header{"Etag": {tagOf(body)}}
}

func tagOf(body any) string {
	text, _ := json.Marshal(body) // a tree is always JSON
	return fmt.Sprintf(`"%x"`, sha256.Sum256(text))[:17] + `"`
}

// matches obeys If-Match, where there is one and the style knows it.
func (a *App) matches(c call, current any) *problem {
	want := c.Header.Get("If-Match")
	if !a.style.ETags || want == "" || want == "*" || want == tagOf(current) {
		return nil
	}
	return &problem{http.StatusPreconditionFailed, "changed_meanwhile", "", "it is not what you have read"}
}
