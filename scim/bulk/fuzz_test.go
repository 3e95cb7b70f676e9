package bulk

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
)

// Whatever a client sends, it is refused with a SCIM error or can be done step by step; nothing that was sent is
// changed, and what is split off refers to all that was to be left out.
func FuzzBulk(f *testing.F) {
	f.Fuzz(func(t *testing.T, body []byte) {
		o, err := jsonx.Decode(bytes.NewReader(body))
		if err != nil {
			return
		}
		sent := encoded(o)
		r, err := Parse(o, 50, &scim.Edge{})
		if err != nil {
			if e, ok := errors.AsType[*scim.Error](err); !ok || e.Status != 400 && e.Status != 413 || e.Detail == "" {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		checkSteps(t, r)
		for _, s := range r.Steps() {
			if len(s.Without) > 0 {
				rest, late := Split(r.Operations[s.Operation].Data, s.Without)
				refs := References(late)
				for _, id := range s.Without {
					if !slices.Contains(refs, id) || slices.Contains(References(rest), id) {
						t.Fatalf("%s is not split off: %s and %s", id, encoded(rest), encoded(late))
					}
				}
			}
		}
		if encoded(o) != sent {
			t.Fatalf("the message became %s", encoded(o))
		}
	})
}
