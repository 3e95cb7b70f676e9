package door

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// fixed is a credential that never changes.
type fixed struct{ credential }

func (f *fixed) get(context.Context) (*credential, error) { return &f.credential, nil }
func (f *fixed) refused(*credential, Response) bool       { return false }
func (f *fixed) close()                                   {}

// always makes a source of what is put on every request.
func always(put func(*http.Request)) func(*Client) source {
	return func(*Client) source { return &fixed{credential{put: put}} }
}

func readBasic(n yamlx.Node, found *diag.List) func(*Client) source {
	r := yamlx.Read(n, area, found)
	defer r.Close()
	user, password := needSecret(r, "user", found), needSecret(r, "password", found)
	if strings.Contains(user(), ":") {
		found.Add(r.Get("user").Finding("rest/auth", "", "the user of basic may not have a colon"))
	}
	return always(func(r *http.Request) { r.SetBasicAuth(user(), password()) })
}

func readBearer(r *yamlx.Reader, found *diag.List) func(*Client) source {
	return bearer("Authorization", "Bearer ", needHeader(r, "bearer", found))
}

func bearer(header, prefix string, token secret) func(*Client) source {
	return always(func(r *http.Request) { r.Header.Set(header, prefix+token()) })
}

// readHeader reads a header of the application's own; it may be Authorization.
func readHeader(r *yamlx.Reader, found *diag.List) func(*Client) source {
	name, value := r.Need("header"), needHeader(r, "value", found)
	if text := name.Text(); !name.IsNull() && (!validName(text) || kept(text) && !strings.EqualFold(text, "Authorization")) {
		found.Add(name.Finding("rest/header", "", "a credential cannot stand in this header"))
	}
	return bearer(name.Text(), "", value)
}

// readQuery reads a parameter of the query, behind those that the request has.
func readQuery(r *yamlx.Reader, found *diag.List) func(*Client) source {
	name, value := needSecret(r, "query", found), needSecret(r, "value", found)
	more := conceal(url.QueryEscape(name()) + "=" + url.QueryEscape(value()))
	return always(func(r *http.Request) {
		u := *r.URL
		if u.RawQuery != "" {
			u.RawQuery += "&"
		}
		u.RawQuery += more()
		r.URL = &u
	})
}
