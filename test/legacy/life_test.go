package legacy

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func (s *site) same(what string, want, got any) {
	s.Helper()
	if d := cmp.Diff(want, got); d != "" {
		s.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestAPersonComesChangesLeavesAndReturns(t *testing.T) {
	onEach(t, func(s *site) {
		r := s.create(`"userName":"Ada","name":{"familyName":"Lovelace"},"phoneNumbers":[{"value":"1 1"},{"value":"2 2","primary":true}]`,
			`"remote":true,"hired":"2026-05-01T00:00:00Z","leaves":"2026-12-31T00:00:00Z"`)
		id := r.Text("id")
		s.same("the person", []string{"N 1000 Ada ada ADA-C Lovelace C 1 Y N 1 ∅ 20260504 20261231 1777896000000 1"},
			s.rows("SELECT site, no, login, login_search, code, last_name, kind, status, active, locked, remote, trained, starts, leaves_on, created_ms, row_version FROM staff WHERE no >= 1000"))
		s.same("what came along", []string{"N 1000 light"}, s.rows("SELECT * FROM settings"))
		s.same("the phones", []string{"1 2 2 22 0", "2 1 1 11 0"}, s.rows("SELECT line_no, number, digits, dropped FROM phones ORDER BY line_no"))
		s.same("the journal", []string{"1000 new", "1000 Ada"}, s.rows("SELECT staff_no, what FROM journal"))

		a, err := s.patch(id, `{"op":"remove","path":"phoneNumbers[value eq \"2 2\"]"},{"op":"add","path":"phoneNumbers","value":[{"value":"3 3"}]}`, `W/"1"`)
		must(s.T, err)
		s.same("the version", `W/"2"`, a.Version)
		_, err = s.patch(id, `{"op":"replace","path":"userName","value":"Countess"}`, `W/"1"`)
		s.refused(err, 412)
		_, err = s.patch(id, `{"op":"add","path":"phoneNumbers","value":[{"value":"2 2"}]}`)
		must(s.T, err)
		s.same("the phones", []string{"1 2 2 0", "2 1 1 0", "3 3 3 0"}, s.rows("SELECT line_no, number, dropped FROM phones ORDER BY line_no"))

		_, err = s.users.Delete(s.Context(), id, s.view())
		must(s.T, err)
		s.same("the person", []string{"N 9"}, s.rows("SELECT active, status FROM staff WHERE no = 1000"))
		_, err = s.users.Get(s.Context(), id, s.view())
		s.refused(err, 404)

		s.now = s.now.Add(24 * time.Hour)
		again := s.create(`"userName":"ADA","active":false`, `"trained":true`)
		s.same("the id", id, again.Text("id"))
		s.same("the person", []string{"N 1000 ADA ada N 1 ∅ ∅ true 99991231"}, s.rows("SELECT site, no, login, login_search, active, status, last_name, remote, trained, leaves_on FROM staff WHERE no >= 1000"))
		s.same("the phones", []string{"1", "1", "1"}, s.rows("SELECT dropped FROM phones"))
		s.same("the journal", []string{"new", "Ada", "Ada", "Ada", "gone", "ADA"}, s.rows("SELECT what FROM journal"))
	})
}

func TestTwoPeopleGetNumbersOfTheirOwn(t *testing.T) {
	onEach(t, func(s *site) {
		for _, name := range []string{"a", "b"} {
			s.create(`"userName":"`+name+`"`, ``)
		}
		s.same("the people", []string{"1000 a", "1001 b"}, s.rows("SELECT no, login FROM staff WHERE no >= 1000 ORDER BY no"))
		_, err := s.users.Create(s.Context(), s.user(`"userName":"employee"`, ``), s.view())
		s.refused(err, 409) // the database knows what we may not see
		s.same("the people", []string{"5"}, s.rows("SELECT count(*) FROM staff"))
	})
}
