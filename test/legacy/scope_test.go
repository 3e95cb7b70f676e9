package legacy

import (
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

func TestWhatIsOutOfScopeDoesNotExistUntilItsDayComes(t *testing.T) {
	onEach(t, func(s *site) {
		names, total := s.find("")
		s.same("the people", []string{"boss"}, names)
		s.same("their number", 1, total)
		_, total = s.find(`userName eq "employee" or userName eq "tomorrow"`)
		s.same("the number of others", 0, total)
		links, err := s.users.Links.See(s.Context(), s.users.Scope, []connectors.Key{"N~7", "N~8"})
		must(s.T, err)
		for _, link := range links {
			_, err := s.users.Get(s.Context(), link.ID, s.view())
			s.refused(err, 404)
			_, err = s.patch(link.ID, `{"op":"replace","path":"userName","value":"x"}`)
			s.refused(err, 404)
			_, err = s.users.Delete(s.Context(), link.ID, s.view())
			s.refused(err, 404)
		}
		s.now = s.now.Add(24 * time.Hour)
		names, total = s.find("")
		s.same("the people of tomorrow", []string{"tomorrow", "boss"}, names)
		s.same("their number", 2, total)
		_, err = s.users.Create(s.Context(), s.user(`"userName":"tomorrow"`, ``), s.view())
		must(s.T, err) // is taken over: it is in scope by now
		s.same("the rows", []string{"3"}, s.rows("SELECT count(*) FROM staff"))
	})
}

func TestWhatIsProtectedIsReadAndNeverWritten(t *testing.T) {
	onEach(t, func(s *site) {
		links, err := s.users.Links.See(s.Context(), s.users.Scope, []connectors.Key{"S~9"})
		must(s.T, err)
		id := links["S~9"].ID
		a, err := s.users.Get(s.Context(), id, s.view())
		must(s.T, err)
		s.same("the name", "boss", a.Resource.Text("userName"))
		_, err = s.patch(id, `{"op":"replace","path":"name.familyName","value":"x"}`)
		s.refused(err, 403)
		_, err = s.users.Replace(s.Context(), id, s.user(`"userName":"boss"`, ``), s.view())
		s.refused(err, 403)
		_, err = s.users.Delete(s.Context(), id, s.view())
		s.refused(err, 403)
		_, err = s.users.Create(s.Context(), s.user(`"userName":"boss","name":{"familyName":"x"}`, ``), s.view())
		s.refused(err, 403)
		s.same("the row", []string{"Kept Y ∅"}, s.rows("SELECT last_name, active, row_version FROM staff WHERE no = 9"))
	})
}
