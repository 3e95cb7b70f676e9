package config

import (
	"fmt"
	"io"
)

// Secret is a text that prints as *** however it is printed or marshalled.
type Secret string

const hidden = "***"

// Reveal is the text itself, for whoever has to send it.
func (s Secret) Reveal() string { return string(s) }

func (Secret) String() string   { return hidden }
func (Secret) GoString() string { return hidden }

// Format prints *** under every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText answers ***; JSON keys and text formats come here.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON answers "***".
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
