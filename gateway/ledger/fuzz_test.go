package ledger_test

import (
	"bytes"
	"testing"

	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/ledger"
)

// FuzzImport imports whatever is no CSV: it never panics, a finding says where it is, each line of a file that can be
// read is accounted for, and nothing is stored that the application does not have.
func FuzzImport(f *testing.F) {
	hr := gatewaytest.New(f, gatewaytest.Options{})
	l := ledger.Ledger{}
	for _, name := range []string{"Group", "User"} {
		l.Types = append(l.Types, hr.App.Endpoints[name])
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		done, found, err := l.Import(t.Context(), "a.csv", bytes.NewReader(text), false, func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range found {
			if x.Pos.File != "a.csv" || x.Code == "" || x.Message == "" {
				t.Errorf("found %+v", x)
			}
		}
		if done.Lines > 0 && done.Lines != done.New+done.Confirmed+done.Unchanged+done.Refused {
			t.Errorf("%+v", done)
		}
		if done.Confirmed+done.Unchanged > 0 {
			t.Errorf("%+v of an empty store", done)
		}
	})
}
