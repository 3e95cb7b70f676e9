package conformance

import (
	"github.com/scimgate/scimgate/scim"
)

func elements() []line {
	return []line{
		{"7644 3.4.2.2", "one of several values is enough", func(s *site) {
			id := s.user(`"emails":[{"type":"work","value":"a@x.example"},{"type":"home","value":"b@y.example"}]`).id()
			s.finds(id, `emails.value eq "B@y.example"`)
			s.finds(id, `emails.type eq "home" and emails.value eq "a@x.example"`)
			s.misses(id, `emails.value eq "c@y.example"`)
		}},
		{"7644 3.4.2.2", "a complex attribute stands for its value", func(s *site) {
			boss := s.user()
			id := s.user(`"emails":[{"type":"work","value":"a@x.example"}]`, `"phoneNumbers":[{"type":"work","value":"+49 1"}]`, `"`+enterprise+`":{"manager":{"value":"`+boss.id()+`"}}`).id()
			s.finds(id, `emails eq "a@x.example"`)
			s.finds(id, `emails co "x.example"`)
			s.finds(id, `phoneNumbers eq "+49 1"`)
			s.finds(id, `manager eq "`+boss.id()+`"`)
			s.finds(id, enterprise+`:manager.value eq "`+boss.id()+`"`)
			s.misses(id, `emails eq "b@x.example"`)
		}},
		{"7644 3.4.2.2", "what brackets hold is asked of one and the same element", func(s *site) {
			id := s.user(`"emails":[{"type":"work","value":"a@x.example"},{"type":"home","value":"b@y.example"}]`, `"phoneNumbers":[{"type":"work","value":"1"},{"type":"home","value":"2"}]`).id()
			for text, want := range map[string]bool{
				`emails[type eq "work" and value co "@x"]`: true, `emails[type eq "work" and value co "@y"]`: false,
				`emails[type eq "work" or value co "@z"]`: true, `emails[not (type eq "work")]`: true, `emails[type eq "other"]`: false,
				`phoneNumbers[type eq "home" and value eq "2"]`: true, `phoneNumbers[type eq "home" and value eq "1"]`: false,
				`emails[type eq "work"] and phoneNumbers[value sw "2"]`: true, `not (emails[type eq "work"])`: false,
				`emails[type ne "work" and value pr]`: true, `emails[primary eq true]`: true,
			} {
				s.holds(id, text, want)
			}
		}},
		{"7644 3.4.2.2", "members and groups are found by the ids in them", func(s *site) {
			u, other := s.user(), s.user()
			g := s.group(u.id())
			s.finds(u.id(), `groups.value eq "`+g.id()+`"`)
			s.finds(u.id(), `groups eq "`+g.id()+`"`)
			s.misses(other.id(), `groups.value eq "`+g.id()+`"`)
			for filter, total := range map[string]float64{
				`members.value eq "` + u.id() + `"`: 1, `members eq "` + u.id() + `"`: 1, `members[value eq "` + u.id() + `"]`: 1,
				`members.value eq "` + other.id() + `"`: 0, `members.value eq "nobody"`: 0,
				`displayName eq "` + g.string("displayName") + `" and members pr`: 1,
			} {
				s.send("GET", "/Groups?filter="+escape(filter), "").is(200).has("totalResults", total)
			}
		}},
	}
}

func refusals() []line {
	return []line{
		{"7644 3.4.2.2", "an attribute that a resource type does not have is invalidFilter", func(s *site) {
			for _, text := range []string{`shoeSize eq "17"`, `name.shoe eq "x"`, `emails[shoe eq "x"]`, `urn:example:2.0:X:y eq "z"`, `userName.value eq "x"`} {
				s.filter(text).fails(400, scim.InvalidFilter)
			}
		}},
		{"7644 3.12", "what cannot be read is invalidFilter", func(s *site) {
			for _, text := range []string{
				"userName", "userName eq", `userName eq "x`, `eq "x"`, `userName is "x"`, `userName eq "x" and`, `(userName pr`, `userName pr)`,
				`emails[type eq "work"`, `emails[]`, `userName eq "x" userName eq "y"`, `userName eq "\q"`, `"x" eq userName`, `userName == "x"`, `and`, `()`,
			} {
				s.filter(text).fails(400, scim.InvalidFilter)
			}
		}},
		{"7644 3.4.2.2", "a comparison that makes no sense for the type is invalidFilter", func(s *site) {
			for _, text := range []string{
				"active gt true", "active le false", `active co "t"`, `active sw "t"`, `meta.created co "2026"`, `meta.created sw "2026"`, `emails[primary gt false]`,
			} {
				s.filter(text).fails(400, scim.InvalidFilter)
			}
		}},
		{"7644 3.4.2.2", "a value of another type is invalidFilter", func(s *site) {
			for _, text := range []string{`active eq "maybe"`, "active eq 1", "userName eq true", `meta.created gt "yesterday"`, "meta.created gt 17", `title gt null`} {
				s.filter(text).fails(400, scim.InvalidFilter)
			}
		}},
		{"7644 3.4.2.2", "a filter that would need too many records is tooMany, and never a list of all", func(s *site) {
			few := newSite(s.T, s.dialect, options{gateway: "limits: {scan_rows: 3}"})
			for range 5 {
				few.user(`"displayName":"x"`)
			}
			few.filter(`name.formatted eq "x"`).fails(400, scim.TooMany)
		}},
		{"7644 3.4.2.2", "a filter that is not percent-encoded is invalidFilter", func(s *site) {
			s.send("GET", "/Users?filter=userName%20eq%20%22%zz%22", "").fails(400, scim.InvalidFilter)
		}},
	}
}
