package conformance

import (
	"slices"
	"strings"
	"time"

	"github.com/scimgate/scimgate/scim"
)

func filters() section {
	return section{"filters", "Filters", slices.Concat(grammar(), comparison(), elements(), customFilters(), refusals())}
}

func grammar() []line {
	return []line{
		{"7644 3.4.2.2", "every operator compares as its name says", func(s *site) {
			id := s.user(`"title":"Manager"`).id()
			for text, want := range map[string]bool{
				`title eq "Manager"`: true, `title eq "Man"`: false, `title ne "Manager"`: false, `title ne "Man"`: true,
				`title co "nag"`: true, `title co "xag"`: false, `title sw "Man"`: true, `title sw "ager"`: false,
				`title ew "ager"`: true, `title ew "Man"`: false, `title pr`: true, `displayName pr`: false,
				`title gt "Manage"`: true, `title gt "Manager"`: false, `title ge "Manager"`: true, `title ge "Manages"`: false,
				`title lt "Manages"`: true, `title lt "Manager"`: false, `title le "Manager"`: true, `title le "Manage"`: false,
			} {
				s.holds(id, text, want)
			}
		}},
		{"7644 3.4.2.2", "operators are taken in any letter case", func(s *site) {
			u := s.user()
			name := u.string("userName")
			s.finds(u.id(), `userName EQ "`+name+`" AND NOT (title PR) Or userName Sw "zzz"`)
		}},
		{"7644 3.4.2.2", "and binds tighter than or", func(s *site) {
			id := s.user(`"title":"a"`).id()
			s.finds(id, `title eq "a" or title eq "b" and displayName eq "c"`)
			s.misses(id, `(title eq "a" or title eq "b") and displayName eq "c"`)
		}},
		{"7644 3.4.2.2", "not turns what its parentheses hold", func(s *site) {
			id := s.user(`"title":"a"`).id()
			s.misses(id, `not (title eq "a")`)
			s.finds(id, `not (title eq "b")`)
			s.finds(id, `not (not (title eq "a"))`)
			s.finds(id, `not (title eq "b" or displayName pr)`)
			s.misses(id, `not (title eq "b") and title eq "b"`)
		}},
		{"7644 3.4.2.2", "not needs parentheses", func(s *site) {
			s.filter(`not title eq "a"`).fails(400, scim.InvalidFilter)
		}},
		{"7644 3.4.2.2", "parentheses group, and too many of them are refused", func(s *site) {
			id := s.user(`"title":"a"`).id()
			s.finds(id, `((title eq "a") and (not (displayName pr)))`)
			s.filter(strings.Repeat("(", 5000)+"title pr"+strings.Repeat(")", 5000)).fails(400, scim.InvalidFilter)
		}},
		{"7644 3.4.2.2", "a space is %20 or a plus sign, and there may be several", func(s *site) {
			name := s.user().string("userName")
			for _, query := range []string{"userName%20eq%20%22" + name + "%22", "userName+eq+%22" + name + "%22", "%20userName%20%20eq%20%20%22" + name + "%22%20"} {
				s.send("GET", "/Users?filter="+query, "").is(200).has("totalResults", 1.0)
			}
		}},
		{"7644 3.4.2.2", "a text has the escapes of JSON", func(s *site) {
			id := s.user(`"displayName":"quote \" back \\ slash / é \t tab"`).id()
			s.finds(id, `displayName eq "quote \" back \\ slash \/ \u00e9 \t tab"`)
			s.finds(id, `displayName co "\u00E9"`)
			s.misses(id, `displayName co "\\u00e9"`)
		}},
		{"7644 3.4.2.2", "true, false and null are values", func(s *site) {
			id := s.user(`"active":false`).id()
			s.finds(id, "active eq false")
			s.misses(id, "active eq true")
			s.finds(id, "active ne true")
			s.finds(id, "title eq null")
			s.misses(id, "title ne null")
			s.finds(id, "active ne null")
		}},
		{"7644 3.4.2.2", "an attribute may be named with its schema's URN, whose dots and digits are no sub-attributes", func(s *site) {
			u := s.user(`"title":"a"`, `"`+enterprise+`":{"department":"Research"}`)
			s.finds(u.id(), enterprise+`:department eq "Research"`)
			s.misses(u.id(), enterprise+`:department eq "Sales"`)
			s.finds(u.id(), scim.SchemaUser+`:title eq "a"`)
			s.finds(u.id(), scim.SchemaUser+`:userName eq "`+u.string("userName")+`"`)
		}},
		{"7644 3.4.2.2", "the attributes that all resources have can be asked for", func(s *site) {
			u := s.getUser(s.user(`"externalId":"`+s.unique()+`"`, `"`+enterprise+`":{"costCenter":"1"}`).id())
			s.finds(u.id(), `id eq "`+u.id()+`"`)
			s.misses(u.id(), `id ne "`+u.id()+`"`)
			s.finds(u.id(), `externalId eq "`+u.string("externalId")+`"`)
			s.finds(u.id(), `schemas eq "`+enterprise+`"`)
			s.misses(s.user().id(), `schemas eq "`+enterprise+`"`)
			s.finds(u.id(), `meta.resourceType eq "User"`)
			s.finds(u.id(), `meta.created pr`)
			s.finds(u.id(), `meta.location eq "`+u.string("meta/location")+`"`)
		}},
	}
}

func comparison() []line {
	return []line{
		{"7643 2.3.1", "text compares without regard to letter case, unless it is case exact", func(s *site) {
			u := s.user(`"displayName":"Ada LOVELACE"`, `"externalId":"`+s.unique()+`X"`)
			s.finds(u.id(), `userName eq "`+strings.ToUpper(u.string("userName"))+`"`)
			s.finds(u.id(), `displayName eq "ada lovelace"`)
			s.finds(u.id(), `displayName co "LOVE" and displayName sw "ADA" and displayName ew "lace"`)
			s.misses(u.id(), `externalId eq "`+strings.ToLower(u.string("externalId"))+`"`)
			s.misses(u.id(), `id eq "`+strings.ToUpper(u.id())+`"`)
		}},
		{"7644 3.4.2.2", "instants compare as instants, across offsets and fractions", func(s *site) {
			u := s.getUser(s.user().id())
			at, err := time.Parse(time.RFC3339, u.string("meta/created"))
			if err != nil {
				s.Fatal(err)
			}
			abroad := at.In(time.FixedZone("", 5*3600+30*60))
			for text, want := range map[string]bool{
				`meta.created eq "` + abroad.Format(time.RFC3339Nano) + `"`:                               true,
				`meta.created ge "` + abroad.Format(time.RFC3339Nano) + `"`:                               true,
				`meta.created gt "` + abroad.Format(time.RFC3339Nano) + `"`:                               false,
				`meta.created gt "` + abroad.Add(-time.Second).Format(time.RFC3339) + `"`:                 true,
				`meta.created lt "` + abroad.Add(time.Second).Format(time.RFC3339) + `"`:                  true,
				`meta.lastModified le "` + at.Add(-time.Minute).UTC().Format(time.RFC3339) + `"`:          false,
				`meta.lastModified gt "` + at.Add(-time.Minute).UTC().Format("2006-01-02T15:04:05") + `"`: true,
			} {
				s.holds(u.id(), text, want)
			}
		}},
		{"7644 3.4.2.2", "pr holds for what is not empty", func(s *site) {
			id := s.user(`"title":"a"`, `"emails":[]`, `"name":{"givenName":"Ada"}`).id()
			for text, want := range map[string]bool{
				"title pr": true, "displayName pr": false, "emails pr": false, "name pr": true, "name.familyName pr": false,
				"addresses pr": false, enterprise + ":manager pr": false, enterprise + ":department pr": false, "groups pr": false,
			} {
				s.holds(id, text, want)
			}
			boss := s.user()
			s.finds(s.user(`"`+enterprise+`":{"manager":{"value":"`+boss.id()+`"}}`).id(), enterprise+":manager pr")
		}},
		{"7644 3.4.2.2", "ne holds where there is no value", func(s *site) {
			id := s.user().id()
			s.finds(id, `title ne "a"`)
			s.finds(id, `emails.value ne "a@x.example"`)
			s.finds(id, enterprise+`:department ne "Research"`)
			s.finds(id, `phoneNumbers.type ne "work"`)
		}},
		{"7644 3.4.2.2", "eq null is the absence of a value", func(s *site) {
			id := s.user(`"title":"a"`).id()
			s.finds(id, "displayName eq null and emails eq null")
			s.misses(id, "title eq null")
		}},
		{"7644 7.5.2", "what is special to the application's database is not special in a filter", func(s *site) {
			plain, odd := s.user(`"displayName":"aXb"`).id(), s.user(`"displayName":"a%_b'\"\\*"`).id()
			for _, text := range []string{
				`displayName co "%"`, `displayName co "_"`, `displayName sw "a%"`, `displayName ew "\\*"`, `displayName eq "a%_b'\"\\*"`,
				`displayName co "'"`, `displayName co "\\"`,
			} {
				s.finds(odd, text)
				s.misses(plain, text)
			}
			for _, text := range []string{`displayName eq "' OR '1'='1"`, `displayName eq "x'; DROP TABLE employees; --"`, `userName eq "\u0000"`} {
				s.filter(text).is(200).has("totalResults", 0.0)
			}
		}},
	}
}
