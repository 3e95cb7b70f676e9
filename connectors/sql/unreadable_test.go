package sql

import (
	"fmt"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func TestAValueThatIsNotOfItsColumnsTypeCountsAsEmptyAndIsNoticed(t *testing.T) {
	values := map[string]string{"sqlite": "'seven'", "postgres": "'NaN'"}
	for dialect, odd := range values {
		t.Run(dialect, func(t *testing.T) {
			a := &app{connector: dial(t, dialect, dsnOf(t, dialect), nil)}
			a.sql(t, "CREATE TABLE staff (id INTEGER PRIMARY KEY, grade DOUBLE PRECISION, name VARCHAR(9))")
			a.sql(t, "CREATE TABLE badges (id INTEGER PRIMARY KEY, owner INTEGER, worth DOUBLE PRECISION)")
			a.sql(t, fmt.Sprintf("INSERT INTO staff VALUES (1, 5, 'ada'), (2, %s, 'bea'), (3, 7, 'cyd')", odd))
			a.sql(t, fmt.Sprintf("INSERT INTO badges VALUES (1, 2, %s), (2, 2, 3)", odd))
			e := a.mustOpen(t, connectors.Spec{Entity: "staff", Key: []string{"id"}, Fields: []string{"grade", "name"}, Relations: map[string]connectors.Relation{
				"badges": {Entity: "badges", By: map[string]string{"owner": "id"}, Fields: []string{"worth"}, Identity: []string{"worth"}},
			}})
			noticed := map[string]int{}
			ctx := connectors.Noticing(t.Context(), func(field string) { noticed[field]++ })
			need := connectors.Need{Fields: []string{"grade", "name"}, Rows: map[string][]string{"badges": {"worth"}}}
			page, err := e.List(ctx, connectors.Query{Need: need, Limit: 10})
			if err != nil || len(page.Records) != 3 {
				t.Fatalf("%v, %v", page.Records, err)
			}
			bea := page.Records[1]
			if d := cmp.Diff(connectors.Fields{"grade": nil, "name": "bea"}, bea.Fields); d != "" {
				t.Error(d)
			}
			if rows := bea.Rows["badges"]; len(rows) != 2 || rows[0].Fields["worth"] != nil || rows[1].Fields["worth"] != 3.0 {
				t.Errorf("rows: %v", rows)
			}
			if want := map[string]int{"staff.grade": 1, "badges.worth": 1}; !maps.Equal(noticed, want) {
				t.Errorf("noticed %v, want %v", noticed, want)
			}

			// Who does not change it leaves it as it is.
			_, err = e.Update(ctx, "2", need, always(connectors.Change{Set: connectors.Fields{"name": "bee"}}))
			if err != nil {
				t.Fatal(err)
			}
			left := 0
			err = a.db.Pool().QueryRowContext(t.Context(), "SELECT count(*) FROM staff WHERE name = 'bee' AND grade = "+odd).Scan(&left)
			if err != nil || left != 1 {
				t.Errorf("the value is gone: %v", err)
			}

			// Where it stands in an order its database alone knows.
			byGrade := connectors.Query{Need: need, Order: []connectors.Order{{Field: "grade"}}, Limit: 3}
			if page, err := e.List(ctx, byGrade); err != nil || len(page.Records) != 3 {
				t.Errorf("in order: %v, %v", page.Records, err)
			}
			a.sql(t, "INSERT INTO staff VALUES (4, NULL, 'dan')")
			if page, err := e.List(ctx, byGrade); err == nil {
				t.Errorf("a page ends where the next could not begin: %v", page.Next)
			}
		})
	}
}
