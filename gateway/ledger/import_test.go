package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/ledger"
	"github.com/scimgate/scimgate/internal/diag"
)

// imports imports a file for users, to be written, and answers with what is found in it, a line each.
func (s *site) imports(text string) (ledger.Imported, []string) {
	s.Helper()
	users, err := s.Of("User")
	s.ok(err)
	done, found, err := users.Import(s.Context(), "a.csv", strings.NewReader(text), true, func(int) {})
	s.ok(err)
	return done, texts(found)
}

func texts(found diag.List) []string {
	var out []string
	for _, f := range found {
		out = append(out, f.String())
	}
	return out
}

// link is that of a key.
func (s *site) link(key connectors.Key) correlation.Link {
	s.Helper()
	links, err := s.Links.ByKey(s.Context(), s.users().Scope, []connectors.Key{key})
	s.ok(err)
	return links[key]
}

func TestAccountsAreLinkedByTheirNameOrTheirKey(t *testing.T) {
	for _, push := range []connectors.Push{connectors.No, connectors.Superset, connectors.Exact} {
		s := newSite(t, gatewaytest.Options{Shape: func(sh *connectors.Shape) {
			able := sh.Push
			sh.Push = func(l connectors.Leaf) connectors.Push { return min(able(l), push) }
		}})
		s.employ("ada", "brian", "cyd", "dora")
		seen := s.see("3")
		done, found := s.imports("userName,id,externalId,key\nADA,2819c223-7f76-453a-919d-413861904646,x1,\nbrian,,,\n,,,3\ndora,701984,,4\n")
		s.equal(found, []string(nil))
		s.equal(done, ledger.Imported{Lines: 4, New: 3, Confirmed: 1})
		scope := s.users().Scope
		for key, want := range map[connectors.Key]correlation.Link{
			"1": {ID: "2819c223-7f76-453a-919d-413861904646", Key: "1", ExternalID: "x1", Claimed: true},
			"2": {ID: scope.Derive("2", 1), Key: "2", Claimed: true},
			"3": {ID: seen.ID, Key: "3", Claimed: true},
			"4": {ID: "701984", Key: "4", Claimed: true},
		} {
			s.equal(s.link(key), want)
		}
	}
}

func TestAnImportThatIsRepeatedChangesNothing(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada", "brian")
	file := "match,id\nada,a\nbrian,\n"
	s.imports(file)
	done, found := s.imports(file)
	s.equal(found, []string(nil))
	s.equal(done, ledger.Imported{Lines: 2, Unchanged: 2})
}

func TestUnlessItIsToWriteAnImportStoresNothing(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada")
	users, err := s.Of("User")
	s.ok(err)
	done, found, err := users.Import(t.Context(), "a.csv", strings.NewReader("userName\nada\nnobody\n"), false, func(int) {})
	s.ok(err)
	s.equal(done, ledger.Imported{Lines: 2, New: 1, Refused: 1})
	s.equal(len(found), 1)
	s.equal(s.link("1"), correlation.Link{})
}

func TestEachLineThatCannotBeLinkedIsFoundAndTheOthersAreLinked(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada", "brian", "cyd", "ADA", "dora", "eve", "fay")
	taken := s.claim(correlation.Link{Key: "3"})
	dead := s.see("99")
	s.bury(dead.ID)
	done, found := s.imports("userName,id,key\n" +
		"nobody,,\n" +
		"ada,,\n" +
		"cyd,mine,\n" +
		",,4711\n" +
		"dora," + taken.ID + ",\n" +
		"eve," + dead.ID + ",\n" +
		"brian,,6\n" +
		",,7\n" +
		"fay,,\n")
	s.equal(found, []string{
		"a.csv:2:1: the application has no account whose userName is this [import/not-found]",
		"a.csv:3:1: 2 accounts of the application have this userName [import/ambiguous]",
		"a.csv:4:1: the account is linked to another id already, " + taken.ID + " [import/linked]",
		"a.csv:5:1: the application has no account with this key [import/not-found]",
		"a.csv:6:1: this id is that of another account, with the key 3 [import/id-taken]",
		"a.csv:7:1: this id was that of an account that is deleted [import/id-taken]",
		"a.csv:8:1: the account with this key has another userName [import/other-account]",
		"a.csv:10:1: line 9 is about the same account [import/twice]",
	})
	s.equal(done, ledger.Imported{Lines: 9, New: 1, Refused: 8})
}

func TestAFileThatIsWrongIsNotImportedAtAll(t *testing.T) {
	head := "userName,id,key\nada,,\n"
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"nothing":                {"", []string{"a.csv: there is nothing here [import/empty]"}},
		"a column nobody knows":  {"userNmae,id\n", []string{`a.csv:1:1: no column is called "userNmae" [import/column] (did you mean userName?)`}},
		"a column twice":         {"key,Key\n", []string{"a.csv:1:5: the column key is there already [import/column]"}},
		"a column by two names":  {"userName,match\n", []string{"a.csv:1:10: the column match is there already [import/column]"}},
		"nobody to link":         {"id,externalId\n", []string{"a.csv:1:1: there is neither a column key nor one that accounts are recognised by [import/column]"}},
		"too few cells":          {head + "brian\n", []string{"a.csv:3:1: wrong number of fields [import/csv]"}},
		"a quote left open":      {head + "\"brian,,\n", []string{`a.csv:3:10: extraneous or missing " in quoted-field [import/csv]`}},
		"an empty line's worth":  {head + ",x,\n", []string{"a.csv:3:1: this line does not say whose link it is [import/nobody]"}},
		"what cannot be an id":   {head + "brian,..,\n", []string{"a.csv:3:7: this cannot be an id [import/id]"}},
		"what cannot be a key":   {head + ",,\x00\n", []string{"a.csv:3:3: this cannot be a key [import/key]"}},
		"an id twice":            {head + "brian,x,\ncyd,x,\n", []string{"a.csv:4:5: line 3 has this id already [import/twice]"}},
		"a name twice":           {head + "ADA,,\n", []string{"a.csv:3:1: line 2 has this userName already [import/twice]"}},
		"a key twice":            {head + ",,7\n,,7\n", []string{"a.csv:4:3: line 3 has this key already [import/twice]"}},
		"another type":           {"type,key\nUsre,1\n", []string{`a.csv:2:1: there is no resource type "Usre" (did you mean User?) [import/type]`}},
		"no flag":                {"key,claimed\n1,perhaps\n", []string{`a.csv:2:3: "perhaps" is neither true nor false [import/flag]`}},
		"bytes that are no text": {head + "\xff,,\n", []string{"a.csv:3:1: this line is no UTF-8 text [import/text]"}},
		"a grave without an id":  {"key,buried\n1,true\n", []string{"a.csv:2:1: a deleted account without an id is nothing to remember [import/id]"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			s.employ("ada")
			_, found := s.imports(c.file)
			s.equal(found, c.want)
			s.equal(s.link("1"), correlation.Link{})
		})
	}
}

func TestAnExternalIDThatTheApplicationKeepsIsNotImported(t *testing.T) {
	s := newSite(t, gatewaytest.Options{AppFile: func(text []byte) []byte { return text }})
	s.employ("ada")
	_, found := s.imports("userName,externalId\nada,x\n")
	s.equal(found, []string{"a.csv:2:5: the externalId of a User is not in the store; leave it out [import/external-id]"})
}

func TestExternalIDsAreThoseOfTheDomainThatIsMeant(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada")
	s.imports("userName,externalId\nada,ours\n")
	okta := s.In("okta")
	_, found, err := okta.Import(t.Context(), "a.csv", strings.NewReader("type,userName,externalId\nUser,ada,theirs\n"), true, func(int) {})
	s.ok(err)
	s.equal(len(found), 0)
	for want, l := range map[string]ledger.Ledger{"ours": s.Ledger, "theirs": okta} {
		for e, err := range l.List(t.Context(), "", 0) {
			s.ok(err)
			s.equal(e.ExternalID, want)
		}
	}
}

func TestASpreadsheetsFileIsReadToo(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada", "brian, the second")
	_, found := s.imports("\uFEFFuserName;id\r\nada;a\r\n\"brian, the second\";b\r\n")
	s.equal(found, []string(nil))
	s.equal(s.link("1").ID, "a")
	s.equal(s.link("2").ID, "b")
}

func TestAnExportIsImportedIntoAStoreThatWasLost(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada", "brian", "cyd")
	s.ok(s.Tables.Insert("roles", connectors.Fields{"role_id": int64(5), "role_name": "admins"}))
	s.bury(s.see("1").ID)
	s.see("1")
	s.claim(correlation.Link{Key: "2", ExternalID: `a "b", c`})
	s.see("77")
	s.ok(s.Links.Rekey(t.Context(), s.users().Scope, "77", "3"))
	_, err := s.Links.See(t.Context(), s.App.Endpoints["Group"].Scope, []connectors.Key{"5"})
	s.ok(err)
	var before, after strings.Builder
	_, err = s.Export(t.Context(), &before, func(int) {})
	s.ok(err)

	lost := newSite(t, gatewaytest.Options{})
	lost.employ("ada", "brian", "cyd")
	lost.ok(lost.Tables.Insert("roles", connectors.Fields{"role_id": int64(5), "role_name": "admins"}))
	for _, k := range []connectors.Key{"1", "3"} { // somebody asked meanwhile
		lost.see(k)
	}
	_, found, err := lost.Import(t.Context(), "hr.csv", strings.NewReader(before.String()), true, func(int) {})
	s.ok(err)
	s.equal(texts(found), []string(nil))
	_, err = lost.Export(t.Context(), &after, func(int) {})
	s.ok(err)
	for line := range strings.Lines(before.String()) {
		if !strings.Contains(after.String(), line) {
			t.Errorf("%q is not in\n%s", line, &after)
		}
	}
}

func TestAnImportThatIsInterruptedSaysWhereAndGoesOnWhenItIsRunAgain(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	file := "key\n"
	for i := range 1_200 {
		s.employ(fmt.Sprintf("user%d", i))
		file += fmt.Sprintf("%d\n", i+1)
	}
	ctx, stop := context.WithCancel(t.Context())
	users, err := s.Of("User")
	s.ok(err)
	done, _, err := users.Import(ctx, "a.csv", strings.NewReader(file), true, func(int) { stop() })
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "stopped before line 502") || done.New != 500 {
		t.Errorf("%+v, %v", done, err)
	}
	again, found := s.imports(file)
	s.equal(found, []string(nil))
	s.equal(again, ledger.Imported{Lines: 1_200, New: 700, Unchanged: 500})
}
