package custom

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
)

const (
	core     = "urn:example:params:scim:schemas:2.0:Device"
	warranty = "urn:example:params:scim:schemas:extension:warranty:2.0:Device"
	patchOp  = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
)

// places are those of both schemas of a device.
func (s *site) places() []place {
	s.Helper()
	return append(places(s.send(200, "GET", "/Schemas/"+core, nil), ""), places(s.send(200, "GET", "/Schemas/"+warranty, nil), warranty)...)
}

// device is a body with what every device must have, and with values for one place and what that requires.
func (s *site) device(all []place, p place, v any) object {
	body := object{"schemas": []any{core, warranty}}
	for _, q := range all {
		if q.is("required") && !q.fixed() && (q.parent == nil || q.beside(p)) {
			q.set(body, s.draw(q, s.made.Add(1)))
		}
	}
	p.set(body, v)
	return body
}

func patch(kind, path string, v any) object {
	op := object{"op": kind, "path": path}
	if v != nil {
		op["value"] = v
	}
	return object{"schemas": []any{patchOp}, "Operations": []any{op}}
}

// TestEveryAttributeBehavesAsItsSchemaSays writes and reads each attribute of /Schemas by every way there is.
func TestEveryAttributeBehavesAsItsSchemaSays(t *testing.T) {
	s := newSite(t)
	all := s.places()
	for _, p := range all {
		if p.text("name") == "$ref" {
			continue // it follows from the value beside it
		}
		t.Run(strings.ReplaceAll(p.path(), ":", "."), func(t *testing.T) {
			s := s.in(t)
			v := s.draw(p, s.made.Add(1))
			body := s.device(all, p, v)
			created := s.send(201, "POST", "/Devices", body)
			at := "/Devices/" + created["id"].(string)
			s.sees(p, at, v)
			s.limits(all, p)
			s.replaces(p, at, body, v)
			s.patches(p, at, v)
		})
	}
}

// sees reads what a create wrote: asked for, not asked for, and asked to leave it out.
func (s *site) sees(p place, at string, v any) {
	s.Helper()
	name := url.QueryEscape(p.path())
	for query, visible := range map[string]bool{
		"":                            p.text("returned") == "default" || p.text("returned") == "always",
		"?attributes=" + name:         !p.hidden(),
		"?excludedAttributes=" + name: p.text("returned") == "always" || p.isComplex() && p.shownAlways(),
		"?attributes=id":              p.text("returned") == "always" && (p.parent == nil || p.parent["returned"] == "always"),
	} {
		got := p.get(s.send(200, "GET", at+query, nil))
		switch {
		case !visible && got != nil && !p.isComplex():
			s.Errorf("%s%s shows %v, and it is returned %s", p.path(), query, got, p.text("returned"))
		case visible && p.fixed():
			if got == nil || s.same(p, v, got) {
				s.Errorf("%s%s is %v; it is readOnly, and %v was sent", p.path(), query, got, v)
			}
		case visible && !strings.HasPrefix(query, "?excluded") && !s.same(p, v, got):
			s.Errorf("%s%s is %v, want %v", p.path(), query, got, v)
		}
	}
	if p.hidden() {
		s.refuses(400, "invalidFilter", "GET", "/Devices?filter="+url.QueryEscape(p.path()+" pr"), nil)
	}
}

// shownAlways reports whether something of a complex attribute is always returned.
func (p place) shownAlways() bool {
	for _, sub := range p.subAttributes {
		if sub.text("returned") == "always" {
			return true
		}
	}
	return false
}

// limits sends what the schema says cannot be held: nothing for what is required, too long a text, a value of another
// type, and one that somebody else has.
func (s *site) limits(all []place, p place) {
	s.Helper()
	if p.fixed() {
		return
	}
	if p.is("required") {
		body := s.device(all, p, s.draw(p, s.made.Add(1)))
		for _, q := range all { // of a complex value something is left
			if q.beside(p) && !q.fixed() {
				q.set(body, s.draw(q, s.made.Add(1)))
			}
		}
		p.set(body, nil)
		s.refuses(400, "invalidValue", "POST", "/Devices", body)
	}
	if most := p.max(); most > 0 && p.text("name") != "unlockCode" { // of which a hash is stored
		body := s.device(all, p, strings.Repeat("x", most+1))
		if p.path() == "interfaces.type" { // no row can have it, so the element is surplus
			if created := s.send(201, "POST", "/Devices", body); created["interfaces"] != nil {
				s.Errorf("a type that no row can have is answered: %v", created["interfaces"])
			}
		} else {
			s.refuses(400, "invalidValue", "POST", "/Devices", body)
		}
	}
	if wrong := map[string]any{"boolean": "perhaps", "integer": 1.5, "decimal": "much", "dateTime": "yesterday", "binary": "*"}[p.text("type")]; wrong != nil {
		s.refuses(400, "invalidValue", "POST", "/Devices", s.device(all, p, wrong))
	}
	if p.text("uniqueness") != "none" {
		v := s.draw(p, s.made.Add(1))
		s.send(201, "POST", "/Devices", s.device(all, p, v))
		s.refuses(409, "uniqueness", "POST", "/Devices", s.device(all, p, v))
	}
}

// replaces puts another value in the place of the first one, which is v again afterwards.
func (s *site) replaces(p place, at string, body object, v any) {
	s.Helper()
	if p.isComplex() || p.hidden() {
		return
	}
	next := s.draw(p, s.made.Add(1))
	p.set(body, next)
	read := at + "?attributes=" + url.QueryEscape(p.path())
	before := p.get(s.send(200, "GET", read, nil))
	if p.text("mutability") == "immutable" {
		s.refuses(400, "mutability", "PUT", at, body)
	} else {
		s.send(200, "PUT", at, body)
	}
	switch got := p.get(s.send(200, "GET", read, nil)); {
	case p.text("mutability") == "readWrite" && !s.same(p, next, got):
		s.Errorf("after a PUT %s is %v, want %v", p.path(), got, next)
	case p.text("mutability") != "readWrite" && !reflect.DeepEqual(got, before):
		s.Errorf("a PUT changes %s, which is %s, from %v to %v", p.path(), p.text("mutability"), before, got)
	}
	p.set(body, v)
	s.send(200, "PUT", at, body)
}

// patches replaces the value and removes it.
func (s *site) patches(p place, at string, v any) {
	s.Helper()
	if p.inElements() || p.isComplex() && !p.is("multiValued") {
		return
	}
	next := s.draw(p, s.made.Add(1))
	change := patch("replace", p.path(), next)
	if p.fixed() || p.text("mutability") == "immutable" {
		s.refuses(400, "mutability", "PATCH", at, change)
		return
	}
	s.send(200, "PATCH", at, change)
	read := at + "?attributes=" + url.QueryEscape(p.path())
	got := p.get(s.send(200, "GET", read, nil))
	if !p.hidden() && !s.same(p, next, got) {
		s.Errorf("after a PATCH %s is %v, want %v", p.path(), got, next)
	}
	if p.is("required") {
		s.refuses(400, "mutability", "PATCH", at, patch("remove", p.path(), nil))
		return
	}
	s.send(200, "PATCH", at, patch("remove", p.path(), nil))
	if got := p.get(s.send(200, "GET", read, nil)); got != nil {
		s.Errorf("after its removal %s is %v", p.path(), got)
	}
}

// same compares what was sent with what is shown of it. Instants are the same however they are written.
func (s *site) same(p place, sent, got any) bool {
	if p.inElements() {
		sent = []any{sent}
	}
	if p.text("type") == "dateTime" {
		a, errA := time.Parse(time.RFC3339, fmt.Sprint(sent))
		b, errB := time.Parse(time.RFC3339, fmt.Sprint(got))
		return errA == nil && errB == nil && a.Equal(b)
	}
	return reflect.DeepEqual(p.shown(sent), p.shown(got))
}
