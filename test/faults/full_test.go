package faults

import (
	"context"
	"net/http"
	"testing"
)

// fill makes every new phone fail as on a full disk, and returns what makes room again.
func (s *site) fill() (room func()) {
	s.Helper()
	switch s.dialect {
	case "postgres":
		s.sql(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`,
			"CREATE TRIGGER full_disk BEFORE INSERT ON phones FOR EACH ROW EXECUTE FUNCTION full_disk()")
		return func() { s.sql("DROP TRIGGER full_disk ON phones") }
	default:
		s.fillUp()
		return func() { s.sql("DELETE FROM phones WHERE person = 2 AND number <> '+2'") }
	}
}

// fillUp gives brian phones until there is no room for another.
func (s *site) fillUp() {
	s.Helper()
	for n := 0; ; n++ {
		if n > 100_000 {
			s.Fatal("there is room for ever")
		}
		_, err := s.db.Pool().ExecContext(context.Background(), "INSERT INTO phones (person, number) VALUES (2, 'full')")
		if err != nil {
			return
		}
	}
}

func TestOnAFullDiskNothingIsHalfWritten(t *testing.T) {
	each(t, []string{"sqlite", "postgres", "mysql"}, options{small: true}, func(s *site) {
		id := s.idOf("ada")
		room := s.fill()
		before := s.everything()
		s.wantUnavailable("a create", s.do(http.MethodPost, "/Users", user("grace")))
		if s.dialect == "postgres" { // elsewhere a new phone finds the place of the old one
			s.wantUnavailable("a change", s.do(http.MethodPatch, "/Users/"+id, rename("x")))
		}
		s.wantStatus("a read", s.do(http.MethodGet, "/Users/"+id, ""), http.StatusOK)
		if after := s.everything(); after != before {
			s.Errorf("there is\n%s", after)
		}
		room()
		s.wantStatus("the create again", s.do(http.MethodPost, "/Users", user("grace")), http.StatusCreated)
		s.wantServing(id)
	})
}
