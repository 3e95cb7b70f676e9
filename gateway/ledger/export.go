package ledger

import (
	"context"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/scimgate/scimgate/correlation"
)

// exported are the columns of an export. Import reads them.
func exported() []string {
	return []string{columnType, columnID, columnKey, columnExternalID, columnClaimed, columnBuried}
}

// Export writes all links, buried ones included, as CSV (RFC 4180), by type and in the order in which the store sorts
// ids, and answers how many. progress is told how many there are so far.
func (l Ledger) Export(ctx context.Context, w io.Writer, progress func(n int)) (n int, err error) {
	out := csv.NewWriter(w)
	if err := out.Write(exported()); err != nil {
		return 0, err
	}
	for _, e := range l.Types {
		for page, err := range pages(ctx, e, "") {
			if err != nil {
				return n, err
			}
			for _, link := range page {
				if err := out.Write(cellsOf(e.Scope.Type, link)); err != nil {
					return n, err
				}
			}
			n += len(page)
			progress(n)
		}
	}
	out.Flush()
	return n, out.Error()
}

func cellsOf(resourceType string, l correlation.Link) []string {
	return []string{resourceType, l.ID, string(l.Key), l.ExternalID, strconv.FormatBool(l.Claimed), strconv.FormatBool(l.Buried)}
}

// ExportFile is Export into a file that is there when all of it is, and that only its owner can read.
func (l Ledger) ExportFile(ctx context.Context, path string, progress func(n int)) (n int, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	n, err = l.Export(ctx, f, progress)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return n, err
	}
	return n, os.Rename(f.Name(), path)
}
