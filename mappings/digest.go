package mappings

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// digest collects values so that no two sequences of them look alike, and hashes them at the end.
type digest struct{ b []byte }

func (d *digest) text(s string) {
	d.b = binary.AppendUvarint(d.b, uint64(len(s)))
	d.b = append(d.b, s...)
}

// field adds a named value: its kind, and what tells it from others of that kind.
func (d *digest) field(name string, v connectors.Value) {
	d.text(name)
	switch v := v.(type) {
	case nil:
		d.b = append(d.b, '-')
	case string:
		d.b = append(d.b, 's')
		d.text(v)
	case int64:
		d.b = append(d.b, 'i')
		d.b = binary.AppendVarint(d.b, v)
	case bool:
		d.b = strconv.AppendBool(append(d.b, 'b'), v)
	case time.Time:
		d.b = append(d.b, 't')
		d.b = binary.AppendVarint(binary.AppendVarint(d.b, v.Unix()), int64(v.Nanosecond()))
	default:
		d.b = append(d.b, 'o')
		d.text(fmt.Sprintf("%#v", v)) // with types and quotes, and maps in the order of their keys
	}
}

func (d *digest) String() string {
	sum := sha256.Sum256(d.b)
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}
