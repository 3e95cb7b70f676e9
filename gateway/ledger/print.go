package ledger

import (
	"encoding/json"
	"io"
	"iter"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"
)

// Format is how rows are printed.
type Format int

const (
	Tabs  Format = iota // a line for each, cells with tabs between them, below a line of names
	Table               // the same in columns, for a person
	JSON                // an object for each, one in a line
)

// Row can be printed.
type Row interface {
	header() []string
	cells() []string
}

// Print writes rows as they come, and ends with the first error.
func Print[R Row](w io.Writer, f Format, rows iter.Seq2[R, error]) error {
	if f == JSON {
		out := json.NewEncoder(w)
		for r, err := range rows {
			if err != nil {
				return err
			}
			if err := out.Encode(r); err != nil {
				return err
			}
		}
		return nil
	}
	if f == Table {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		defer t.Flush() //nolint:errcheck // a terminal that is gone leaves nothing to do
		w = t
	}
	var none R
	if err := line(w, none.header()); err != nil {
		return err
	}
	n := 0
	for r, err := range rows {
		if err != nil {
			return err
		}
		if err := line(w, r.cells()); err != nil {
			return err
		}
		if n++; n%batch == 0 {
			if t, ok := w.(*tabwriter.Writer); ok { // columns are as wide as so many need
				if err := t.Flush(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Each is the rows of a list.
func Each[R Row](list []R) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func line(w io.Writer, cells []string) error {
	shown := make([]string, len(cells))
	for i, c := range cells {
		shown[i] = visible(c)
	}
	_, err := io.WriteString(w, strings.Join(shown, "\t")+"\n")
	return err
}

// visible is s without what would move a terminal's cursor or end a cell: it comes from an application.
func visible(s string) string {
	if !strings.ContainsFunc(s, unsafe) {
		return s
	}
	quoted := strconv.QuoteToGraphic(s)
	return quoted[1 : len(quoted)-1]
}

func unsafe(r rune) bool {
	return unicode.IsControl(r) || r == unicode.ReplacementChar || !unicode.IsPrint(r)
}
