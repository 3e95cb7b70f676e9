package ledger

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// PrintShown writes accounts for a person.
func PrintShown(w io.Writer, list []Shown) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, s := range list {
		if i > 0 {
			fmt.Fprintln(t)
		}
		for _, pair := range s.pairs() {
			fmt.Fprintf(t, "%s\t%s\n", pair[0], visible(pair[1]))
		}
	}
	return t.Flush()
}

func (s Shown) pairs() [][2]string {
	pairs := [][2]string{{"app", s.App}, {"type", s.Type}, {"id", s.ID}, {"key", s.Key}}
	if s.ExternalID != "" {
		pairs = append(pairs, [2]string{"externalId", s.ExternalID})
	}
	link, application := s.State, "has it"
	switch {
	case s.ID == "":
		pairs[2][1], link = "none yet", "never seen"
	case link == "":
		link = "none needed: the record has its id"
	}
	if !s.Found {
		application = "does not have it"
	}
	pairs = append(pairs, [2]string{"link", link}, [2]string{"application", application})
	for _, m := range s.Match {
		pairs = append(pairs, [2]string{m.Attribute, m.Value})
	}
	for _, a := range s.Attempts {
		pairs = append(pairs, [2]string{"pending", fmt.Sprintf("%s since %s, attempt %d", a.Intent, a.Began.Format(time.RFC3339), a.Attempts)})
	}
	for _, d := range s.Settled {
		when := "the client was not answered yet"
		if !d.Answered.IsZero() {
			when = "answered " + d.Answered.Format(time.RFC3339)
		}
		pairs = append(pairs, [2]string{"settled", d.Intent + " " + when})
	}
	return pairs
}
