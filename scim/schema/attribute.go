package schema

import (
	"strings"

	"github.com/scimgate/scimgate/internal/fold"
)

// Type is a data type of RFC 7643 §2.3.
type Type string

const (
	String    Type = "string"
	Boolean   Type = "boolean"
	Decimal   Type = "decimal"
	Integer   Type = "integer"
	DateTime  Type = "dateTime"
	Reference Type = "reference"
	Binary    Type = "binary"
	Complex   Type = "complex"
)

// The characteristics of RFC 7643 §2.2; their zero values are the defaults.
type (
	// Mutability says when a value can be given or changed.
	Mutability string
	// Returned says when an attribute is part of an answer.
	Returned string
	// Uniqueness says among which resources a value occurs once.
	Uniqueness string
)

const (
	ReadWrite Mutability = ""
	ReadOnly  Mutability = "readOnly"
	Immutable Mutability = "immutable"
	WriteOnly Mutability = "writeOnly"

	ReturnedDefault Returned = ""
	ReturnedAlways  Returned = "always"
	ReturnedNever   Returned = "never"
	ReturnedRequest Returned = "request"

	UniqueNone   Uniqueness = ""
	UniqueServer Uniqueness = "server"
	UniqueGlobal Uniqueness = "global"
)

// Attribute describes one attribute or sub-attribute. Attributes are shared and never changed once a resource type
// is in use.
type Attribute struct {
	Name            string
	Type            Type
	MultiValued     bool
	Description     string
	Required        bool
	CaseExact       bool
	CanonicalValues []string
	Mutability      Mutability
	Returned        Returned
	Uniqueness      Uniqueness
	ReferenceTypes  []string
	Sub             []*Attribute

	// Sensitive says that its values have no place in an address (RFC 7644 §7.5.2). Schemas have no word for it.
	Sensitive bool

	// Fold is how its text compares in filters. Unset: None when CaseExact, else Full.
	Fold fold.Kind
}

// Lookup finds a sub-attribute by name in any letter case, nil when there is none.
func (a *Attribute) Lookup(name string) *Attribute { return find(a.Sub, name) }

// Comparison is the fold its text is compared with.
func (a *Attribute) Comparison() fold.Kind {
	if a.CaseExact {
		return fold.None
	}
	return a.Fold.Or(fold.Full)
}

func find(list []*Attribute, name string) *Attribute {
	for _, a := range list {
		if strings.EqualFold(a.Name, name) {
			return a
		}
	}
	return nil
}
