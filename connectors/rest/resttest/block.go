package resttest

import (
	"fmt"
	"strings"

	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// blockOf is what an operator would write about the application at this URL.
func blockOf(url string, tables []connectortest.Table, s Style) string {
	var b strings.Builder
	fmt.Fprintf(&b, "type: rest\nbase_url: %s%s\n", url, s.Prefix)
	switch s.Body {
	case legacy.Form:
		b.WriteString("body: form\n")
	case legacy.XML:
		b.WriteString("body: xml\nanswers: xml\nunset: absent\n")
	}
	fmt.Fprintf(&b, "lists: {%s}\n", strings.Join(listKeys(s), ", "))
	if s.ErrorsIn200 {
		b.WriteString("errors:\n")
		for _, e := range [][2]string{{"not_found", "missing"}, {"not_there", "missing"}, {"malformed", "invalid"}, {"changed_meanwhile", "changed"}} {
			fmt.Fprintf(&b, "  - {body: '\"error\":\\{\"code\":\"%s\"', kind: %s}\n", e[0], e[1])
		}
	}
	b.WriteString("entities:\n")
	for _, t := range tables {
		writeEntity(&b, tables, t, s)
	}
	return b.String()
}

// listKeys are what is true of every list.
func listKeys(s Style) []string {
	var keys []string
	if s.Under != "" {
		keys = append(keys, "records: "+s.Under)
	}
	switch s.Total {
	case legacy.TotalInBody:
		keys = append(keys, "total: meta.total")
	case legacy.TotalInHeader:
		keys = append(keys, "total: {header: X-Total-Count}")
	}
	return append(keys, "paging: "+paging(s))
}

func paging(s Style) string {
	switch s.Paging {
	case legacy.Pages:
		return fmt.Sprintf("{style: page, max: %d}", s.Max)
	case legacy.Offsets:
		return fmt.Sprintf("{style: offset, max: %d}", s.Max)
	case legacy.Cursors:
		return fmt.Sprintf("{style: cursor, max: %d, size: limit, next: meta.next}", s.Max)
	case legacy.Links:
		return fmt.Sprintf("{style: link, max: %d, size: limit}", s.Max)
	default:
		return "none"
	}
}
