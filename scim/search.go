package scim

import "strings"

// Search is what a list is asked for (RFC 7644 §3.4.2): the text of the parameters, however they came. The zero
// Search is not the default: see NewSearch.
type Search struct {
	Attributes, Excluded []string
	Filter               string
	SortBy               string
	Descending           bool
	Start                int     // from 1; what is below means 1
	Count                int     // Unsaid, or at least 0
	Cursor               *string // nil: by index; empty: the first page by cursor (RFC 9865 §2)
	Address              bool    // it came in an address, which others see and log
}

// Unsaid is the Count of a client that leaves the page size to us.
const Unsaid = -1

// NewSearch asks for the first page of everything.
func NewSearch() Search { return Search{Start: 1, Count: Unsaid} }

// ParseSearch reads a SearchRequest message (RFC 7644 §3.4.3). What is no SearchRequest is a 400 invalidSyntax, a
// member of the wrong type a 400 invalidValue, a count that no page has when there is a cursor a 400 invalidCount.
func ParseSearch(body *Object, edge *Edge) (Search, error) {
	s := NewSearch()
	m, err := ReadMessage(body, MessageSearch, edge)
	if err != nil {
		return s, err
	}
	if s.Attributes, err = attributeNames(m, "attributes"); err != nil {
		return s, err
	}
	if s.Excluded, err = attributeNames(m, "excludedAttributes"); err != nil {
		return s, err
	}
	if s.Filter, _, err = m.Text("filter"); err != nil {
		return s, err
	}
	s.Filter = strings.TrimSpace(s.Filter)
	if err := s.parseSort(m); err != nil {
		return s, err
	}
	return s, s.parsePage(m)
}

func (s *Search) parseSort(m Message) error {
	by, _, err := m.Text("sortBy")
	if err != nil {
		return err
	}
	order, _, err := m.Text("sortOrder")
	if err != nil {
		return err
	}
	return s.SetSort(by, order)
}

func (s *Search) parsePage(m Message) error {
	var err error
	if s.Start, err = m.Number("startIndex", 1); err != nil {
		return err
	}
	if cursor, given, err := m.Text("cursor"); err != nil {
		return err
	} else if given {
		s.Cursor = &cursor
	}
	count, err := m.Number("count", Unsaid)
	said, _ := m.member("count")
	return s.SetCount(count, said != nil, err)
}

// SetSort sorts by what sortBy and sortOrder say; without the first the second says nothing.
func (s *Search) SetSort(by, order string) error {
	s.SortBy, s.Descending = strings.TrimSpace(by), strings.EqualFold(order, "descending")
	if s.SortBy != "" && order != "" && !s.Descending && !strings.EqualFold(order, "ascending") {
		return BadRequest(InvalidValue, "sortOrder is ascending or descending")
	}
	return nil
}

// SetCount takes a count that was said or not, and what came of reading it. A negative one means none (RFC 7644
// §3.4.2.4); with a cursor, which is to be set before, no page is that small.
func (s *Search) SetCount(n int, said bool, err error) error {
	if s.Cursor != nil && said && (err != nil || n < 1) {
		return BadRequest(InvalidCount, "count must be a whole number from 1")
	}
	if s.Count = n; said {
		s.Count = max(n, 0)
	}
	return err
}

// attributeNames is a list of them.
func attributeNames(m Message, member string) ([]string, error) {
	list, err := m.List(member)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range list {
		name, ok := e.(string)
		if !ok {
			return nil, BadRequest(InvalidValue, "%s must be a list of attribute names", member)
		}
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}
