package scim

import "slices"

// Tolerance names one way in which real clients differ from the RFCs and are served all the same. What is
// accepted may be generous; what is emitted is always canonical.
type Tolerance string

// Tolerances says what each of them accepts.
const (
	OpCase             Tolerance = "op_case"
	OperationsCase     Tolerance = "operations_case"
	BooleanText        Tolerance = "boolean_text"
	NumberText         Tolerance = "number_text"
	BareComplex        Tolerance = "bare_complex"
	EmptyAsAbsent      Tolerance = "empty_as_absent"
	RemoveValueList    Tolerance = "remove_value_list"
	FlatKeys           Tolerance = "flat_keys"
	CreateOnReplace    Tolerance = "create_on_replace"
	FilterAfterBracket Tolerance = "filter_after_bracket"
	FilterOnSingle     Tolerance = "filter_on_single"
	UnquotedLiteral    Tolerance = "unquoted_literal"
	SchemasInferred    Tolerance = "schemas_inferred"
	LegacyNames        Tolerance = "legacy_names"
	ReadOnlyIgnored    Tolerance = "readonly_ignored"
	UnmappedDropped    Tolerance = "unmapped_dropped"
	UnknownDropped     Tolerance = "unknown_dropped"
	SurplusElement     Tolerance = "surplus_element"
	SlotDiffers        Tolerance = "slot_differs"
	LookupDropped      Tolerance = "lookup_dropped"
	NoMediaType        Tolerance = "no_media_type"
	BareEntityTag      Tolerance = "bare_entity_tag"
	ParameterCase      Tolerance = "parameter_case"
	PathSpelling       Tolerance = "path_spelling"
	PutKeepsRequired   Tolerance = "put_keeps_required"
	MissingDropped     Tolerance = "missing_dropped"
)

// OptIn reports whether t is off unless an app asks for it; all others are on unless it refuses them.
func (t Tolerance) OptIn() bool { return t == PutKeepsRequired || t == MissingDropped }

// Rule is a tolerance with what it accepts, in one line of Markdown.
type Rule struct {
	Tolerance
	Accepts string
}

// Tolerances lists all there are.
func Tolerances() []Rule { return slices.Clone(rules) }

var rules = []Rule{
	{OpCase, "`Replace` for `replace`"},
	{OperationsCase, "`operations`, `Path`, `Op` and other members of a message in another letter case"},
	{BooleanText, "`\"True\"` for `true`"},
	{NumberText, "`17` for the text `\"17\"`, and `\"17\"` for the number 17"},
	{BareComplex, "`\"x\"` for `{\"value\": \"x\"}`; a list of one for a single value, and a single value for a list of one"},
	{EmptyAsAbsent, "`\"\"` to unassign an attribute"},
	{RemoveValueList, "a remove with a path and a value, which removes only what the value lists"},
	{FlatKeys, "objects with keys such as `name.givenName`, `emails[type eq \"work\"].value`, or a URN and an attribute"},
	{CreateOnReplace, "a replace of `emails[type eq \"work\"].value` where there is no such element, which is then made"},
	{FilterAfterBracket, "filters such as `emails[type eq \"work\"].value eq \"x\"`"},
	{FilterOnSingle, "brackets behind an attribute with a single value: `manager[value eq \"x\"]`"},
	{UnquotedLiteral, "a text in a filter without quotes: `externalId eq jyoung`"},
	{SchemasInferred, "missing, surplus and SCIM 1.1 schema URNs; an attribute of an extension without its URN"},
	{LegacyNames, "`manager.managerId` of SCIM 1.1 for `manager.value`"},
	{ReadOnlyIgnored, "`id`, `meta`, `groups` and what the application computes in the values of a PATCH, which are passed over"},
	{UnmappedDropped, "attributes of the standard that the app file does not map, which are dropped"},
	{UnknownDropped, "attributes that no schema knows, which are dropped"},
	{SurplusElement, "an element for which the application has no room, which is dropped"},
	{SlotDiffers, "an element whose `type` or `primary` is fixed otherwise in the application, which then has its own"},
	{LookupDropped, "a value that a code table with `missing: drop` lacks, which is dropped"},
	{NoMediaType, "a body without a `Content-Type`"},
	{BareEntityTag, "an entity tag without quotes in `If-Match` and `If-None-Match`"},
	{ParameterCase, "query parameters in another letter case: `startindex`"},
	{PathSpelling, "paths in another letter case, with doubled slashes or with one at the end: `/users/`"},
	{PutKeepsRequired, "a PUT without a required attribute, which keeps its value"},
	{MissingDropped, "a reference to a resource that does not exist, such as a member or a manager, which is dropped"},
}
