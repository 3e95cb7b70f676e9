package main

import (
	"io"
	"os"

	"github.com/mattn/go-isatty"

	"github.com/scimgate/scimgate/config"
)

// terminal reports whether a person reads what is written to w.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// colour reports whether w shows colours and nobody asked for none.
func colour(w io.Writer) bool { return terminal(w) && !config.NoColour() }
