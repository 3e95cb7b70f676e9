package rest

import (
	"github.com/scimgate/scimgate/connectors/rest/wire"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// paging is how an application cuts a list into pages.
type paging struct {
	style style
	max   int       // records of a page, at most
	size  string    // the parameter that says how many; empty: they are always max
	from  string    // the parameter that says where: a page's number, an offset, or a cursor
	first int       // the number of the first page
	next  wire.Path // in the answer: the cursor of the next page
}

type style string

const (
	whole    style = "none"   // everything in one answer
	byPage   style = "page"   // page=3&per_page=50
	byOffset style = "offset" // offset=100&limit=50
	byCursor style = "cursor" // cursor=…, which the page before told
	byLink   style = "link"   // the URL of the next page is in the header Link
)

// pageSize is how many records a page has where nothing says how many it may have.
const pageSize = 100

func readPaging(n yamlx.Node, found *diag.List) paging {
	if n.IsMissing() || n.IsScalar() && n.Text() == string(whole) {
		return paging{style: whole}
	}
	r := yamlx.Read(n, "rest", found)
	r.Need("style")
	p := paging{
		style: style(r.OneOf("style", string(whole), string(byPage), string(byOffset), string(byCursor), string(byLink))),
		max:   r.Int("max", 1, pageSize),
	}
	switch p.style {
	case byPage:
		p.from, p.size, p.first = r.Text("page", "page"), r.Text("size", "per_page"), r.Int("first", 0, 1)
	case byOffset:
		p.from, p.size = r.Text("offset", "offset"), r.Text("limit", "limit")
	case byCursor:
		p.from, p.size = r.Text("cursor", "cursor"), r.Text("size", "")
		if p.next = readPath(r.Get("next"), wire.Path{}, found); p.next.IsWhole() {
			found.Add(n.Finding("rest/paging", "", `a cursor needs "next": where the answer says how to go on`))
		}
	case byLink:
		p.size = r.Text("size", "")
	}
	r.Close()
	return p
}
