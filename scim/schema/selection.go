package schema

// Selection is what a client wants returned: attributes or excludedAttributes, never both (RFC 7644 §3.9). The zero
// Selection is the default.
type Selection struct {
	Attributes []Path // the only ones wanted, besides those always returned
	Excluded   []Path
}
