package gateway

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
)

// snapshot is what an edit translates with: the references that were resolved before it began, and no I/O. A key
// that the client did not mention needs no id inside an edit, only something that leads back to the key; so the
// record need not be read beforehand. Such stand-ins never leave the edit.
type snapshot struct {
	*references
	// mark begins every stand-in. Nobody can guess it, so that no client can name a native key by an id that
	// looks like one.
	mark string
}

var _ mappings.IDs = snapshot{}

func (r *references) snapshot() snapshot { return snapshot{r, rand.Text() + " "} }

func (s snapshot) Resolve(_ context.Context, refs []mappings.Ref) ([]mappings.Ref, error) {
	out := s.known(refs)
	for i, ref := range out {
		switch {
		case ref.ID == "":
			out[i].ID = s.mark + ref.Type + " " + string(ref.Key)
		case ref.Key == "":
			if key, ok := strings.CutPrefix(ref.ID, s.mark+ref.Type+" "); ok {
				out[i].Key = connectors.Key(key)
			}
		}
	}
	return out, nil
}
