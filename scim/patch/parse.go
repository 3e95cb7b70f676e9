package patch

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// Parse reads a PatchOp message (RFC 7644 §3.5.2) and binds its operations to rt, in order. Path-less operations are
// taken apart into one Op per attribute, and what may be ignored is left out: the answer can be empty.
//
// A message that is none is a 400 invalidSyntax, one of more than max operations a 413. A path that cannot be read
// or leads nowhere is a 400 invalidPath, a readOnly target a 400 mutability, a missing value or one of the wrong type
// a 400 invalidValue, a remove without path a 400 noTarget. Beyond the tolerances of schema.CanonicalValue and
// filter.ParsePath these are granted: OpCase, OperationsCase, SchemasInferred, FlatKeys, ReadOnlyIgnored,
// RemoveValueList, CreateOnReplace, UnmappedDropped, UnknownDropped.
func Parse(rt *schema.ResourceType, body *scim.Object, max int, edge *scim.Edge) ([]Op, error) {
	p := parser{rt: rt, edge: edge}
	list, err := p.operations(body)
	if err != nil {
		return nil, err
	}
	if len(list) > max {
		return nil, scim.Errorf(413, "", "a PATCH may have %d operations, this one has %d", max, len(list))
	}
	for i, e := range list {
		o, ok := e.(*scim.Object)
		if !ok {
			return nil, scim.BadRequest(scim.InvalidSyntax, "operation %d is not an object", i+1)
		}
		if err := p.operation(o); err != nil {
			return nil, err
		}
	}
	return p.ops, nil
}

// parser collects the operations of one message.
type parser struct {
	rt   *schema.ResourceType
	edge *scim.Edge
	ops  []Op
}

// operations checks the message and finds its operations.
func (p *parser) operations(body *scim.Object) ([]any, error) {
	urns, _, err := p.member(body, "schemas")
	if err != nil {
		return nil, err
	}
	if !p.isPatchOp(urns) {
		return nil, scim.BadRequest(scim.InvalidSyntax, "schemas must be [%q]", scim.MessagePatch)
	}
	v, _, err := p.member(body, "Operations")
	if err != nil {
		return nil, err
	}
	list, _ := v.([]any)
	if len(list) == 0 {
		return nil, scim.BadRequest(scim.InvalidSyntax, "Operations must be a list of at least one operation")
	}
	return list, nil
}

// scim11 begins the URNs of SCIM 1.1, where a PATCH had those of the resource.
const scim11 = "urn:scim:schemas:"

// isPatchOp reports whether `schemas` says that the message is a PatchOp. SchemasInferred takes none, surplus ones
// beside it, and those of SCIM 1.1; another message is none of them.
func (p *parser) isPatchOp(urns any) bool {
	list, isList := urns.([]any)
	ours, old := false, false
	for _, e := range list {
		urn, _ := e.(string)
		ours = ours || strings.EqualFold(urn, scim.MessagePatch)
		old = old || strings.HasPrefix(strings.ToLower(urn), scim11)
	}
	if ours && len(list) == 1 {
		return true
	}
	missing := len(list) == 0 && (isList || urns == nil)
	return (ours || old || missing) && p.edge.Allows(scim.SchemasInferred)
}

// operation reads one operation.
func (p *parser) operation(o *scim.Object) error {
	kind, err := p.kind(o)
	if err != nil {
		return err
	}
	value, hasValue, err := p.member(o, "value")
	if err != nil {
		return err
	}
	path, _, err := p.member(o, "path")
	if err != nil {
		return err
	}
	switch path := path.(type) {
	case nil:
		return p.pathless(kind, value)
	case string:
		at, ok, err := p.target(path)
		if err != nil || !ok {
			return err
		}
		return p.assign(kind, at, value, hasValue)
	default:
		return scim.BadRequest(scim.InvalidPath, "a path is a string")
	}
}

func (p *parser) kind(o *scim.Object) (Kind, error) {
	v, _, err := p.member(o, "op")
	if err != nil {
		return "", err
	}
	sent, _ := v.(string)
	for _, k := range []Kind{Add, Replace, Remove} {
		if sent == string(k) || strings.EqualFold(sent, string(k)) && p.edge.Allows(scim.OpCase) {
			return k, nil
		}
	}
	return "", scim.BadRequest(scim.InvalidSyntax, "op must be add, remove or replace")
}

// member finds a member of a message; by OperationsCase in any letter case.
func (p *parser) member(o *scim.Object, name string) (value any, ok bool, err error) {
	for n, v := range o.All() {
		if n != name && (!strings.EqualFold(n, name) || !p.edge.Allows(scim.OperationsCase)) {
			continue
		}
		if ok {
			return nil, false, scim.BadRequest(scim.InvalidSyntax, "%s is given twice", name)
		}
		value, ok = v, true
	}
	return value, ok, nil
}
