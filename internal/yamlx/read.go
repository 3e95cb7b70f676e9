package yamlx

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/scimgate/scimgate/internal/diag"
)

// Reader reads the keys of one mapping. Each method names a key and so makes it known; Close reports the keys
// that nobody named. Findings carry codes "<area>/…".
type Reader struct {
	n     Node
	area  string
	found *diag.List
	known []string
}

// Read begins to read n, which must be a mapping; a missing or empty n reads as one without keys.
func Read(n Node, area string, found *diag.List) *Reader {
	if !n.IsMissing() && !n.IsNull() && !n.IsMap() {
		found.Add(n.Finding(area+"/not-a-map", "", "expected a mapping (key: value)"))
	}
	return &Reader{n: n, area: area, found: found}
}

// Node is the mapping itself.
func (r *Reader) Node() Node { return r.n }

// Known lists the keys that were named so far.
func (r *Reader) Known() []string { return slices.Clone(r.known) }

// Get is the value of key, whatever it is.
func (r *Reader) Get(key string) Node {
	r.known = append(r.known, key)
	return r.n.Get(key)
}

// Need is Get, and a finding when the key is missing or null.
func (r *Reader) Need(key string) Node {
	v := r.Get(key)
	if v.IsMissing() || v.IsNull() {
		r.found.Add(r.n.Finding(r.area+"/missing-key", "", "%q is missing", key))
	}
	return v
}

// Text is a scalar's source text, def when there is none.
func (r *Reader) Text(key, def string) string {
	v := r.Get(key)
	switch {
	case v.IsMissing() || v.IsNull():
		return def
	case !v.IsScalar():
		r.found.Add(v.Finding(r.area+"/type", "", "%q must be text", key))
		return def
	}
	return v.Text()
}

// OneOf is a text out of few, the first of them when there is none.
func (r *Reader) OneOf(key string, allowed ...string) string {
	v := r.Get(key)
	if v.IsMissing() || v.IsNull() {
		return allowed[0]
	}
	for _, a := range allowed {
		if v.Text() == a {
			return a
		}
	}
	r.found.Add(v.Finding(r.area+"/value", diag.Suggest(v.Text(), allowed), "%q must be one of %v", key, allowed))
	return allowed[0]
}

// Bool is true or false, def when there is none.
func (r *Reader) Bool(key string, def bool) bool {
	v := r.Get(key)
	if v.IsMissing() || v.IsNull() {
		return def
	}
	switch v.Text() {
	case "true":
		return true
	case "false":
		return false
	}
	r.found.Add(v.Finding(r.area+"/type", "", "%q must be true or false", key))
	return def
}

// Int is a whole number of at least least, def when there is none.
func (r *Reader) Int(key string, least, def int) int {
	v := r.Get(key)
	if v.IsMissing() || v.IsNull() {
		return def
	}
	i, err := strconv.Atoi(v.Text())
	if err != nil || i < least || !v.IsScalar() {
		r.found.Add(v.Finding(r.area+"/type", "", "%q must be a whole number of at least %d", key, least))
		return def
	}
	return i
}

// Duration is a positive time span such as 5s, def when there is none.
func (r *Reader) Duration(key string, def time.Duration) time.Duration {
	v := r.Get(key)
	if v.IsMissing() || v.IsNull() {
		return def
	}
	d, err := time.ParseDuration(v.Text())
	if err != nil || d <= 0 || !v.IsScalar() {
		r.found.Add(v.Finding(r.area+"/type", "", "%q must be a time span such as 5s or 2m", key))
		return def
	}
	return d
}

var sizes = regexp.MustCompile(`^(\d{1,9})(KiB|MiB)?$`)

// Size is a number of bytes, such as 512KiB or 8MiB, of at least least; def when there is none.
func (r *Reader) Size(key string, least, def int) int {
	text := r.Text(key, "")
	if text == "" {
		return def
	}
	m := sizes.FindStringSubmatch(text)
	if m == nil {
		r.found.Add(r.n.Get(key).Finding(r.area+"/type", "", "%q must be a size such as 512KiB or 8MiB", key))
		return def
	}
	bytes, _ := strconv.ParseInt(m[1], 10, 64)
	bytes <<= map[string]int{"": 0, "KiB": 10, "MiB": 20}[m[2]]
	if bytes < int64(least) || bytes > math.MaxInt32 {
		r.found.Add(r.n.Get(key).Finding(r.area+"/bounds", "", "%q must lie between %d bytes and 2047MiB", key, least))
		return def
	}
	return int(bytes)
}

// Texts is a list of scalars' source texts; a single scalar is a list of one.
func (r *Reader) Texts(key string) []string {
	v := r.Get(key)
	if v.IsMissing() || v.IsNull() {
		return nil
	}
	if v.IsScalar() {
		return []string{v.Text()}
	}
	var texts []string
	for _, item := range v.Items() {
		if !item.IsScalar() || item.IsNull() {
			r.found.Add(item.Finding(r.area+"/type", "", "%q must be a list of texts", key))
			continue
		}
		texts = append(texts, item.Text())
	}
	if v.IsMap() {
		r.found.Add(v.Finding(r.area+"/type", "", "%q must be a list of texts", key))
	}
	return texts
}

// Close reports every key that was not read, with the one that was probably meant.
func (r *Reader) Close() {
	for _, e := range r.n.Entries() {
		if !slices.Contains(r.known, e.Name) {
			r.found.Add(e.Key.Finding(r.area+"/unknown-key", diag.Suggest(e.Name, r.known), "unknown key %q", e.Name))
		}
	}
}
