package ledger

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/diag"
)

// file is a CSV file (RFC 4180) that is about to be imported. It is read whole before anything is done.
type file struct {
	name    string
	types   []*gateway.Endpoint
	columns columns
	rows    []row
	taken   map[string]int // what no two lines can have, by the line that has it
}

// readFile reads a file. The list says everything that is wrong with it; then nothing of it is to be imported.
func readFile(name string, r io.Reader, types []*gateway.Endpoint) (*file, diag.List) {
	f := &file{name: name, types: types, taken: map[string]int{}}
	in, err := reader(r)
	if err != nil {
		return f, diag.List{wrong(diag.Position{File: name}, "import/unreadable", "", "%v", err)}
	}
	first, err := in.Read()
	if errors.Is(err, io.EOF) {
		return f, diag.List{wrong(diag.Position{File: name}, "import/empty", "", "there is nothing here")}
	}
	if err != nil {
		return f, diag.List{f.broken(err)}
	}
	at := func(column int) diag.Position {
		line, col := in.FieldPos(column)
		return diag.Position{File: name, Line: line, Col: col}
	}
	var found diag.List
	if f.columns, found = heads(first, types, at); found.HasErrors() {
		return f, found
	}
	for {
		line, err := in.Read()
		if errors.Is(err, io.EOF) {
			return f, found
		}
		if err != nil {
			found.Add(f.broken(err))
			if !errors.Is(err, csv.ErrFieldCount) { // what follows makes no sense
				return f, found
			}
			continue
		}
		row, more := f.row(line, at)
		found.Add(more...)
		f.rows = append(f.rows, row)
	}
}

// reader reads CSV with the separator that its first line has. Spreadsheets write a byte order mark, and a semicolon
// where a comma is part of numbers.
func reader(r io.Reader) (*csv.Reader, error) {
	buffered := bufio.NewReader(r)
	start, err := buffered.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if mark := []byte("\uFEFF"); bytes.HasPrefix(start, mark) {
		_, _ = buffered.Discard(len(mark)) // which was peeked at
	}
	in := csv.NewReader(buffered)
	in.ReuseRecord = true
	head, _, _ := bytes.Cut(start, []byte("\n"))
	if bytes.ContainsRune(head, ';') && !bytes.ContainsRune(head, ',') {
		in.Comma = ';'
	}
	return in, nil
}

// broken is a line that is no CSV.
func (f *file) broken(err error) diag.Finding {
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		at := diag.Position{File: f.name, Line: e.Line, Col: e.Column}
		if errors.Is(err, csv.ErrFieldCount) {
			at = diag.Position{File: f.name, Line: e.StartLine, Col: 1}
		}
		return wrong(at, "import/csv", "", "%v", e.Err)
	}
	return wrong(diag.Position{File: f.name}, "import/unreadable", "", "%v", err)
}

// isText reports whether every cell is text.
func isText(line []string) bool {
	return !slices.ContainsFunc(line, func(cell string) bool { return !utf8.ValidString(cell) })
}
