package scim

// Tolerance names one way in which real clients differ from the RFCs and are served all the same. What is
// accepted may be generous; what is emitted is always canonical.
type Tolerance string

const (
	OpCase             Tolerance = "op_case"              // "Replace" for "replace"
	BooleanText        Tolerance = "boolean_text"         // "True" for true
	NumberText         Tolerance = "number_text"          // 17 for "17" and "17" for 17
	BareComplex        Tolerance = "bare_complex"         // "x" for {"value":"x"}; [x] for a single-valued x
	EmptyAsAbsent      Tolerance = "empty_as_absent"      // "" unassigns
	RemoveValueList    Tolerance = "remove_value_list"    // remove with path and value removes only what is listed
	FlatKeys           Tolerance = "flat_keys"            // path-less objects with dotted, URN-prefixed or bracketed keys
	CreateOnReplace    Tolerance = "create_on_replace"    // replace emails[type eq "work"].value where there is none
	FilterAfterBracket Tolerance = "filter_after_bracket" // emails[type eq "work"].value eq "x"
	FilterOnSingle     Tolerance = "filter_on_single"     // manager[value eq "x"]
	UnquotedLiteral    Tolerance = "unquoted_literal"     // externalId eq jyoung
	SchemasInferred    Tolerance = "schemas_inferred"     // missing, extra or SCIM 1.1 schema URNs
	ReadOnlyIgnored    Tolerance = "readonly_ignored"     // id, meta or groups inside PATCH values
	OperationsCase     Tolerance = "operations_case"      // "operations" for "Operations"
	UnmappedDropped    Tolerance = "unmapped_dropped"     // attributes that the app file does not map
	UnknownDropped     Tolerance = "unknown_dropped"      // attributes that no schema knows
	SurplusElement     Tolerance = "surplus_element"      // an element for which the mapping has no slot
)

// Edge is what one app tolerates during one request, and what the request made use of. A nil Edge tolerates
// nothing. It is not safe for concurrent use.
type Edge struct {
	Strict map[Tolerance]bool // tolerances that are switched off
	Used   map[Tolerance]int
}

// Grants reports whether t is granted, for what may yet turn out not to need it.
func (e *Edge) Grants(t Tolerance) bool { return e != nil && !e.Strict[t] }

// Allows reports whether t is granted, and notes that it was needed.
func (e *Edge) Allows(t Tolerance) bool {
	if !e.Grants(t) {
		return false
	}
	if e.Used == nil {
		e.Used = map[Tolerance]int{}
	}
	e.Used[t]++
	return true
}
