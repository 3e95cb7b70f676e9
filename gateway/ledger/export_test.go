package ledger_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

func TestAnExportHasEveryLinkByTypeAndID(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	rows := []string{
		"User," + s.see("1").ID + ",1,,false,false",
		"User," + s.claim(correlation.Link{Key: "2", ExternalID: `a "b", c`}).ID + `,2,"a ""b"", c",true,false`,
	}
	dead := s.claim(correlation.Link{Key: "x~y"})
	s.bury(dead.ID)
	rows = append(rows, "User,"+dead.ID+",x~y,,true,true")
	group, err := s.Links.Bind(t.Context(), correlation.Intent{Scope: s.App.Endpoints["Group"].Scope}, correlation.Link{Key: "1"})
	s.ok(err)
	slices.Sort(rows)
	rows = append([]string{"type,id,key,externalId,claimed,buried", "Group," + group.ID + ",1,,true,false"}, rows...)
	var out strings.Builder
	n, err := s.Export(t.Context(), &out, func(int) {})
	s.ok(err)
	s.equal(n, 4)
	s.equal(out.String(), strings.Join(rows, "\n")+"\n")
}

func TestAnExportedFileIsThereWhenAllOfItIs(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.see("1")
	dir := t.TempDir()
	path := filepath.Join(dir, "hr.csv")
	_, err := s.ExportFile(t.Context(), path, func(int) {})
	s.ok(err)
	before, err := os.ReadFile(path)
	s.ok(err)
	s.ok(s.Links.Close())
	if _, err := s.ExportFile(t.Context(), path, func(int) {}); err == nil {
		t.Error("no error")
	}
	after, err := os.ReadFile(path)
	s.ok(err)
	s.equal(string(after), string(before))
	left, err := os.ReadDir(dir)
	s.ok(err)
	s.equal(len(left), 1)
}
