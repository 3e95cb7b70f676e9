package sql

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
)

func TestAZeroDateIsNothing(t *testing.T) {
	a := &app{connector: dial(t, "mysql", dsnOf(t, "mysql"), nil)}
	conn, err := a.db.Pool().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, text := range []string{
		"SET sql_mode = ''", // as the application that wrote them had it
		"CREATE TABLE t (id INTEGER PRIMARY KEY, c DATE NOT NULL)",
		"INSERT INTO t VALUES (1, '0000-00-00'), (2, '2024-00-00'), (3, '2024-05-01')",
	} {
		if _, err := conn.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	e := a.mustOpen(t, connectors.Spec{Entity: "t", Fields: []string{"id", "c"}})
	records := listed(t, e, nil)
	if len(records) != 3 || records[0].Fields["c"] != nil || records[1].Fields["c"] != nil || records[2].Fields["c"] == nil {
		t.Fatalf("read %v", records)
	}
	for _, op := range connectors.Ops {
		for _, v := range []connectors.Value{nil, records[2].Fields["c"]} {
			l := connectors.Leaf{Field: "c", Op: op, Value: v}
			wantAsMatch(t, e, records, l)
			wantAsMatch(t, e, records, connectors.Not{Term: connectors.And{l}})
		}
	}
}

func TestTextsOfDifferentCollationsAreJoinedByTheirCharacters(t *testing.T) {
	a := &app{connector: dial(t, "mysql", dsnOf(t, "mysql"), nil)}
	for _, text := range []string{
		"CREATE TABLE sites (code VARCHAR(8) CHARACTER SET latin1 PRIMARY KEY, name VARCHAR(20))",
		"CREATE TABLE people (id INTEGER PRIMARY KEY, site VARCHAR(8) COLLATE utf8mb4_unicode_ci)",
		"INSERT INTO sites VALUES ('ZÜ', 'Zürich'), ('?', 'nowhere')",
		"INSERT INTO people VALUES (1, 'ZÜ'), (2, 'zu'), (3, '李'), (4, NULL)",
	} {
		a.sql(t, text)
	}
	e := a.mustOpen(t, connectors.Spec{Entity: "people", Fields: []string{"id"}, Joins: []connectors.Join{
		{Alias: "site", Entity: "sites", On: map[string]string{"code": "site"}, Fields: []string{"name"}},
	}})
	page, err := e.List(t.Context(), connectors.Query{Need: connectors.Need{Fields: []string{"site.name"}}, Limit: 9})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []connectors.Value{"Zürich", nil, nil, nil} {
		if got := page.Records[i].Fields["site.name"]; got != want {
			t.Errorf("person %d is at %v, want %v", i+1, got, want)
		}
	}
}

func TestTextsOfOneLengthThatAreAddedTogetherKeepTheirBlanks(t *testing.T) {
	a := newApp(t, "mysql", dsnOf(t, "mysql"), connectortest.Tables())
	e := a.mustOpen(t, connectortest.People())
	add := connectors.RowChange{Replace: true, Add: []connectors.Fields{{"number": "123"}, {"number": "1  "}}}
	got, err := e.Update(t.Context(), "1", connectors.Need{Rows: map[string][]string{"phones": {"number"}}},
		always(connectors.Change{Rows: map[string]connectors.RowChange{"phones": add}}))
	if rows := got.Rows["phones"]; err != nil || len(rows) != 2 || rows[1].Fields["number"] != "1  " {
		t.Errorf("got %v, %v", rows, err)
	}
}
