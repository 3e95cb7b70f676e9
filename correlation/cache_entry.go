package correlation

import (
	"encoding/json"
	"net/url"

	"github.com/scimgate/scimgate/connectors"
)

// entryVersion is part of every cache key, so that replicas of different versions do not read each other's entries.
const entryVersion = "1"

// entry is all that the cache holds of a link: what Check proves, and no more. The key is bytes: JSON would mend what
// is not UTF-8.
type entry struct {
	Key   []byte `json:"key"`
	Check string `json:"check"`
}

// cacheKey names the entry of id. The parts are escaped, so that none can run into the next.
func cacheKey(s Scope, id string) string {
	return "scimgate:link:" + entryVersion + ":" +
		url.QueryEscape(s.namespace()) + ":" + url.QueryEscape(s.Type) + ":" + url.QueryEscape(id)
}

func encodeEntry(l Link) string {
	text, err := json.Marshal(entry{[]byte(l.Key), l.Check})
	if err != nil {
		panic(err) // bytes and text always encode
	}
	return string(text)
}

// decodeEntry reads what the cache says of id; ok is false for anything that encodeEntry did not write.
func decodeEntry(id, text string) (l Link, ok bool) {
	var e entry
	if err := json.Unmarshal([]byte(text), &e); err != nil || len(e.Key) == 0 || e.Check == "" {
		return Link{}, false
	}
	return Link{ID: id, Key: connectors.Key(e.Key), Check: e.Check, Cached: true}, true
}
