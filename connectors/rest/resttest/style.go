package resttest

import "github.com/scimgate/scimgate/examples/helpdesk/legacy"

// Style is how an application speaks.
type Style struct {
	Name string
	legacy.Style
	// Nested says that rows which belong to records are read and written under them, instead of as records of their own.
	Nested bool
}

// Default is the style of the tests that are about something else: pages, totals, PATCH, and answers that hold records.
func Default() Style {
	return Style{Name: "pages", Nested: true, Style: legacy.Style{
		Prefix: "/api", Wrap: true, Under: "data", Paging: legacy.Pages, Size: 3, Max: 20, Total: legacy.TotalInBody, Duplicate: 422, Again: 422, ETags: true,
	}}
}

// Styles are the default one and others, which together have every notation, every paging, every update and every answer once.
func Styles() []Style {
	return []Style{
		Default(),
		{Name: "offsets", Style: legacy.Style{
			Paging: legacy.Offsets, Size: 3, Max: 20, Total: legacy.TotalInHeader, Update: legacy.Put, Answer: legacy.LocationOnly, Duplicate: 400,
		}},
		{Name: "cursors", Nested: true, Style: legacy.Style{
			Prefix: "/v2", Under: "items", Paging: legacy.Cursors, Size: 3, Max: 7, Update: legacy.Post, Again: 409, Absent: 204,
		}},
		{Name: "forms", Style: legacy.Style{Body: legacy.Form, Wrap: true, Paging: legacy.Pages, Size: 3, Max: 20, Total: legacy.TotalInBody}},
		{Name: "xml", Style: legacy.Style{Body: legacy.XML, Paging: legacy.Offsets, Size: 3, Max: 20, Update: legacy.Put}},
		{Name: "links", Style: legacy.Style{Paging: legacy.Links, Size: 3, Max: 7, Answer: legacy.LocationOnly}},
		{Name: "everything", Nested: true, Style: legacy.Style{Under: "records", ErrorsIn200: true}},
	}
}
