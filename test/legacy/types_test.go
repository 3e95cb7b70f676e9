package legacy

import (
	"testing"
)

func TestValuesInEveryNotationAreReadWrittenAndFiltered(t *testing.T) {
	onEach(t, func(s *site) {
		s.create(`"userName":"ada"`, `"remote":true,"trained":true,"hired":"2026-05-01T00:00:00Z","leaves":"2026-12-31T00:00:00Z","reviewed":"2026-05-02T03:04:05Z","seen":"2026-05-03T04:05:06Z"`)
		s.create(`"userName":"bob","active":false`, `"remote":false,"trained":false,"hired":"2025-05-01T00:00:00Z","reviewed":"2025-01-01T00:00:00Z","seen":"2025-01-01T00:00:00Z"`)
		s.create(`"userName":"cy"`, ``)
		s.same("the rows", []string{"ada Y 1 true 20261231 1777691045", "bob N 0 false 99991231 1735689600", "cy Y ∅ ∅ 99991231 ∅"},
			s.rows("SELECT login, active, remote, trained, leaves_on, reviewed_at FROM staff WHERE no >= 1000 ORDER BY no"))
		x := "urn:example:legacy:2.0:User:"
		for filter, want := range map[string][]string{
			`active eq true`:                           {"ada", "cy"},
			`active eq false`:                          {"bob"},
			`userName eq "ADA"`:                        {"ada"},
			`userName sw "b"`:                          {"bob"},
			x + `remote eq true`:                       {"ada"},
			x + `remote eq false`:                      {"bob"},
			x + `remote pr`:                            {"ada", "bob"},
			x + `trained eq true`:                      {"ada"},
			x + `trained eq false`:                     {"bob", "cy"},
			x + `site eq "N"`:                          {"ada", "bob", "cy"},
			x + `hired eq "2026-05-01T02:00:00+02:00"`: {"ada"},
			x + `hired gt "2025-05-01T00:00:00Z"`:      {"ada"},
			x + `hired le "2026-05-01T11:00:00Z"`:      {"ada", "bob"},
			x + `leaves eq "2026-12-31T00:00:00Z"`:     {"ada"},
			x + `leaves lt "2027-01-01T00:00:00Z"`:     {"ada"},
			x + `leaves ge "2027-01-01T00:00:00Z"`:     nil,
			x + `reviewed eq "2026-05-02T03:04:05Z"`:   {"ada"},
			x + `reviewed lt "2026-05-02T03:04:05Z"`:   {"bob"},
			x + `reviewed ge "2026-05-02T03:04:04.5Z"`: {"ada"},
			x + `seen gt "2025-01-01T00:00:00Z"`:       {"ada"},
			x + `seen eq "2026-05-03T04:05:06Z"`:       {"ada"},
			`meta.created eq "2026-05-04T12:00:00Z"`:   {"ada", "bob", "cy"},
			`meta.created lt "2026-05-04T12:00:00Z"`:   nil,
		} {
			names, total := s.find(`(` + filter + `) and not (userName eq "boss")`)
			s.same(filter, want, names)
			s.same("the number of "+filter, len(want), total)
		}
		a, err := s.users.Get(s.Context(), s.idOf("ada"), s.view())
		must(s.T, err)
		s.same("ada", `{"site":"N","remote":true,"trained":true,"hired":"2026-05-01T00:00:00Z","leaves":"2026-12-31T00:00:00Z","reviewed":"2026-05-02T03:04:05Z","seen":"2026-05-03T04:05:06Z"}`,
			string(a.Resource.Object("urn:example:legacy:2.0:User").AppendJSON(nil)))
	})
}
