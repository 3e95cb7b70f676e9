package connectortest

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

// accounts are people with rows of other tables behind each of them, and a version that counts.
func accounts() []Table {
	text := func(name string) Column { return Column{Name: name, Type: connectors.TypeText, Max: 20} }
	number := func(name string) Column { return Column{Name: name, Type: connectors.TypeInteger, NotNull: true} }
	return []Table{
		{Name: "accounts", Columns: []Column{{Name: "acc_no", Type: connectors.TypeInteger, NotNull: true, Generated: true}, text("login"), number("version")},
			Key: []string{"acc_no"}, Unique: [][]string{{"login"}}, Rows: []connectors.Fields{{"acc_no": int64(1), "login": "ada", "version": int64(7)}}},
		{Name: "settings", Columns: []Column{number("acc_no"), text("theme"), text("owner")}, Key: []string{"acc_no"},
			Rows: []connectors.Fields{{"acc_no": int64(1), "theme": "dark"}}},
		{Name: "log", Columns: []Column{number("line"), number("acc_no"), text("what")}, Key: []string{"line"}},
		{Name: "mails", Columns: []Column{number("acc_no"), text("mail")}, Key: []string{"acc_no", "mail"}},
	}
}

func accountSpec() connectors.Spec {
	return connectors.Spec{
		Entity: "accounts", Fields: []string{"login"}, Version: "version", Bump: true,
		Brings: []connectors.Bring{
			{Entity: "settings", Go: true, Set: map[string]connectors.Source{
				"acc_no": connectors.Copy{Field: "acc_no"}, "owner": connectors.Copy{Field: "login"}, "theme": connectors.Const{Value: "light"},
			}},
			{Entity: "log", Set: map[string]connectors.Source{
				"line": connectors.Next{Start: 1}, "acc_no": connectors.Copy{Field: "acc_no"},
				"what": connectors.Expr(func(e connectors.Env) (connectors.Value, error) {
					login, _ := e.Set["login"].(string)
					return "new " + login, nil
				}),
			}},
		},
		Relations: map[string]connectors.Relation{"mails": {
			Entity: "mails", By: map[string]string{"acc_no": "acc_no"}, Fields: []string{"mail"}, Identity: []string{"mail"},
		}},
	}
}

// bringTests are about rows that come with a record, and about versions that count.
func bringTests() []test {
	return []test{
		{"a new record brings its rows, which know the key that it has got", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, accounts())
			e := s.open(accountSpec())
			before := s.whole()
			r := s.mustCreate(e, connectors.Fields{"login": "x"})
			no := string(r.Key)
			s.wantChanges(t, before, "+ accounts: login=x version=1", "+ settings: acc_no="+no+" theme=light owner=x", "+ log: line=1 acc_no="+no+" what=new x")
		}},
		{"a row that cannot be brought leaves no record behind", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, accounts())
			spec := accountSpec()
			spec.Brings[0].Set["acc_no"] = connectors.Const{Value: int64(1)} // which has settings
			spec.Brings[0].Go = false
			before := s.whole()
			_, err := s.open(spec).Create(t.Context(), setting(connectors.Fields{"login": "x"}))
			wantKind(t, err, connectors.Conflict, "")
			s.wantChanges(t, before)
		}},
		{"a row that goes with its record does, and others stay", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, accounts())
			e := s.open(accountSpec())
			r := s.mustCreate(e, connectors.Fields{"login": "x"})
			s.mustUpdate(e, r.Key, setting(connectors.Fields{"login": "y"}))
			before := s.whole()
			if err := e.Delete(t.Context(), r.Key, connectors.Need{}, nothing); err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before, "- accounts "+string(r.Key), "- settings "+string(r.Key))
		}},
		{"a version counts writes that change something, rows included", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, accounts())
			e := s.open(accountSpec())
			for _, c := range []struct {
				change connectors.Change
				want   string
			}{
				{setting(connectors.Fields{"login": "lace"}), "8"},
				{setting(connectors.Fields{"login": "lace"}), "8"},
				{changing("mails", connectors.RowChange{Add: []connectors.Fields{{"mail": "a"}}}), "9"},
				{changing("mails", connectors.RowChange{Add: []connectors.Fields{{"mail": "a"}}}), "9"},
			} {
				after, err := e.Update(t.Context(), key(int64(1)), connectors.Need{}, func(connectors.Record) (connectors.Change, error) { return c.change, nil })
				if err != nil || after.Version != c.want {
					t.Errorf("version %s, want %s: %v", after.Version, c.want, err)
				}
				if read := s.get(e, key(int64(1)), connectors.Need{}); read.Version != c.want {
					t.Errorf("version %s is read, want %s", read.Version, c.want)
				}
			}
		}},
		{"rows, fields and versions that are not there are found", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, accounts())
			for name, change := range map[string]func(*connectors.Spec){
				"table":  func(s *connectors.Spec) { s.Brings[0].Entity = "setings" },
				"column": func(s *connectors.Spec) { s.Brings[0].Set["them"] = connectors.Const{} },
				"copy":   func(s *connectors.Spec) { s.Brings[0].Set["theme"] = connectors.Copy{Field: "logn"} },
				"going": func(s *connectors.Spec) {
					s.Brings[0].Set = map[string]connectors.Source{"acc_no": connectors.Const{Value: 1}}
				},
				"version":    func(s *connectors.Spec) { s.Version = "vers" },
				"no version": func(s *connectors.Spec) { s.Version = "login" },
			} {
				spec := accountSpec()
				change(&spec)
				if _, found := s.Connector.Open(t.Context(), spec); !found.HasErrors() {
					t.Errorf("%s: nothing was found", name)
				}
			}
		}},
	}
}
