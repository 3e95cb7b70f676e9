package wire

import (
	"net/http"
	"slices"
	"strings"
)

// Next is the target of the first link with rel=next in an answer's Link headers (RFC 8288), as the application wrote it:
// it may be relative or name another host, and it is for the caller to send nothing there.
func Next(h http.Header) (target string, ok bool) {
	for _, field := range h.Values("Link") {
		p := linkParser{cursor{text: field}}
		for {
			l, ok := p.link()
			if !ok {
				break
			}
			if l.isNext() {
				return l.target, true
			}
		}
	}
	return "", false
}

type link struct {
	target string
	params map[string]string // by lower-case name; of one that stands twice the first
}

// isNext reports whether the link leads from the answer itself to the next one.
func (l link) isNext() bool {
	_, elsewhere := l.params["anchor"]
	return !elsewhere && slices.Contains(strings.Fields(strings.ToLower(l.params["rel"])), "next")
}

// linkParser reads the links of one header. At the first thing that is no link it ends.
type linkParser struct{ cursor }

// link takes <target> and its parameters, and what separates it from the one before.
func (p *linkParser) link() (link, bool) {
	p.skip(" \t,")
	if !p.take("<") {
		return link{}, false
	}
	target, _, closed := strings.Cut(p.rest(), ">")
	if !closed {
		return link{}, false
	}
	p.at += len(target) + 1
	l := link{strings.TrimSpace(target), map[string]string{}}
	for p.skip(" \t"); p.take(";"); p.skip(" \t") {
		p.skip(" \t;")
		name := strings.ToLower(p.token())
		value, ok := p.value()
		if !ok {
			return link{}, false
		}
		if _, twice := l.params[name]; !twice {
			l.params[name] = value
		}
	}
	return l, true
}

// value takes = and a token or quoted string, if they are there.
func (p *linkParser) value() (value string, ok bool) {
	p.skip(" \t")
	if !p.take("=") {
		return "", true
	}
	p.skip(" \t")
	if !p.take(`"`) {
		return p.token(), true
	}
	var b strings.Builder
	for !p.done() {
		switch {
		case p.take(`"`):
			return b.String(), true
		case p.take(`\`) && p.done():
			return "", false
		}
		b.WriteByte(p.text[p.at])
		p.at++
	}
	return "", false
}

func (p *linkParser) token() string {
	begin := p.at
	if n := strings.IndexAny(p.rest(), " \t;,=\""); n >= 0 {
		p.at += n
	} else {
		p.at = len(p.text)
	}
	return p.text[begin:p.at]
}

func (p *linkParser) skip(characters string) {
	p.at += len(p.rest()) - len(strings.TrimLeft(p.rest(), characters))
}
