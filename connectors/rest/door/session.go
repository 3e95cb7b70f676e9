package door

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors/rest/wire"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// session is how to log in, where the answer has what proves it, and how that is sent.
type session struct {
	own   bool // the login is below base_url
	url   *url.URL
	codec wire.Codec
	body  secret // of the login

	token              *wire.Path // one of these three says where it is in the answer
	cookie, header     string
	asCookie, asHeader string // one of these two says how it is sent
	prefix             string
	expires            time.Duration // 0: until it is refused
	refusedBy          []int         // besides 401
	refusedText        *regexp.Regexp
}

// readSession reads a login that gives out a token or a cookie:
//
//	login: {post: /session, body: {user: gate, password: "${env:DESK_PASSWORD}"}, as: json}   # or form, xml
//	token: session.id              # where it is in the answer; or cookie: SID, or header: X-Session
//	send: {header: X-Session}      # with a prefix: 'Token '; or {cookie: SID}
//	expires: 20m                   # none: until it is refused
//	refused: {status: 302, body: 'log ?in'}   # besides 401, an answer that has both
//
// Without send a token is sent as a bearer token, a cookie as that cookie, a header as that header.
func readSession(n yamlx.Node, b base, found *diag.List) func(*Client) source {
	r := yamlx.Read(n, area, found)
	defer r.Close()
	s := &session{expires: r.Duration("expires", 0)}
	if n := r.Need("login"); n.IsMap() {
		s.readLogin(yamlx.Read(n, area, found), b, found)
	}
	s.readProof(r, found)
	if send := r.Get("send"); !send.IsMissing() {
		s.readSend(send, found)
	}
	s.readRefused(yamlx.Read(r.Get("refused"), area, found), found)
	return func(c *Client) source { return c.keep(s.login(c), s.refuses) }
}

func (s *session) readLogin(r *yamlx.Reader, b base, found *diag.List) {
	defer r.Close()
	codecs := map[string]wire.Codec{"json": wire.JSON{}, "form": wire.Form{}, "xml": wire.XML{}}
	s.codec = codecs[r.OneOf("as", "json", "form", "xml")]
	if n := r.Need("post"); n.Text() != "" && b.url != nil {
		u, err := b.at(n.Text())
		if err != nil {
			found.Add(n.Finding("rest/url", "", `"post" cannot be used: %v`, err))
		}
		s.url, s.own = u, n.Text()[0] == '/'
	}
	body := r.Need("body")
	if body.IsMissing() || body.IsNull() {
		return
	}
	text, err := s.codec.Encode(tree(body))
	if err != nil {
		found.Add(body.Finding("rest/body", "", "this cannot be sent as %s", s.codec.MediaType()))
	}
	s.body = conceal(string(text))
}

// tree is n as it stands there: a password may hold what would be a variable elsewhere.
func tree(n yamlx.Node) wire.Tree {
	switch {
	case n.IsMap():
		object := map[string]any{}
		for _, e := range n.Entries() {
			object[e.Name] = tree(e.Value)
		}
		return object
	case n.IsList():
		list := []any{}
		for _, item := range n.Items() {
			list = append(list, tree(item))
		}
		return list
	}
	return n.Scalar()
}

// readProof reads where the answer to a login has what proves it, and how that is sent unless the block says so.
func (s *session) readProof(r *yamlx.Reader, found *diag.List) {
	token := r.Get("token")
	s.cookie, s.header = r.Text("cookie", ""), r.Text("header", "")
	given := 0
	for _, key := range []string{"token", "cookie", "header"} {
		if r.Node().Get(key).Text() != "" {
			given++
		}
	}
	if given != 1 {
		found.Add(r.Node().Finding("rest/auth", "", `"session" must have one of token, cookie, header: where the answer proves it`))
		return
	}
	switch {
	case s.cookie != "":
		s.asCookie = s.cookie
	case s.header != "":
		s.asHeader = s.header
	default:
		path := wire.ReadPath(token, found)
		s.token, s.asHeader, s.prefix = &path, "Authorization", "Bearer "
	}
	for _, key := range []string{"cookie", "header"} {
		if name := r.Node().Get(key); name.Text() != "" && !validName(name.Text()) {
			found.Add(name.Finding("rest/header", "", "no %s can have this name", key))
		}
	}
}

func (s *session) readSend(n yamlx.Node, found *diag.List) {
	r := yamlx.Read(n, area, found)
	defer r.Close()
	s.asHeader, s.asCookie, s.prefix = r.Text("header", ""), r.Text("cookie", ""), r.Text("prefix", "")
	name := cmp.Or(s.asHeader, s.asCookie)
	switch {
	case (s.asHeader == "") == (s.asCookie == ""):
		found.Add(n.Finding("rest/auth", "", `"send" must have one of header, cookie`))
	case !validName(name) || s.asHeader != "" && kept(name) && http.CanonicalHeaderKey(name) != "Authorization":
		found.Add(n.Finding("rest/header", "", "a credential cannot be sent under this name"))
	case !validValue(s.prefix + "x"):
		found.Add(n.Finding("rest/header", "", `"prefix" must be one line of printable ASCII`))
	}
}

func (s *session) readRefused(r *yamlx.Reader, found *diag.List) {
	defer r.Close()
	status := r.Get("status")
	for _, n := range append(status.Items(), status) {
		switch code, ok := n.Scalar().(int64); {
		case ok && 100 <= code && code <= 599:
			s.refusedBy = append(s.refusedBy, int(code))
		case !n.IsMissing() && !n.IsList():
			found.Add(n.Finding("rest/type", "", `"status" must be a status, or a list of them`))
		}
	}
	text := r.Text("body", "")
	if text == "" {
		return
	}
	var err error
	if s.refusedText, err = regexp.Compile(text); err != nil {
		found.Add(r.Get("body").Finding("rest/pattern", "", `"body" is no regular expression: %v`, err))
	}
}

// looked is how much of an answer is searched for what says that a session has ended.
const looked = 64 << 10

// refuses reports whether an application says by r that a session has ended.
func (s *session) refuses(r Response) bool {
	if unauthorized(r) {
		return true
	}
	byStatus, byText := s.refusedBy != nil, s.refusedText != nil
	return (byStatus || byText) &&
		(!byStatus || slices.Contains(s.refusedBy, r.Status)) && (!byText || s.refusedText.Match(r.Body[:min(len(r.Body), looked)]))
}
