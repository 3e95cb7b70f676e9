package conformance

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim"
)

func representation() section {
	return section{"representation", "Representation", slices.Concat(media(), names(), absence(), common(), valueTypes(), customTypes(), passwords())}
}

func media() []line {
	return []line{
		{"7644 3.1", "every answer with a body is application/scim+json", func(s *site) {
			id := s.user().id() // every answer is checked for it
			s.getUser(id)
			s.send("GET", "/Users", "").is(200)
			s.send("GET", "/ServiceProviderConfig", "").is(200)
		}},
		{"7644 3.12", "an error is application/scim+json too, whoever raises it", func(s *site) {
			s.send("GET", "/Users/nobody", "").is(404)
			s.send("GET", "/nowhere", "").is(404)
			s.send("PUT", "/Users", "{}").is(405)
			s.send("GET", "/Users", "", "Authorization", "").is(401)
			s.send("POST", "/Users", "{").is(400)
		}},
		{"7644 3.8", "a client may accept application/json, anything, or say nothing", func(s *site) {
			for _, accept := range []string{"", "*/*", "application/json", "application/scim+json"} {
				s.send("GET", "/Users?count=0", "", "Accept", accept).is(200)
			}
		}},
		{"7644 3.1", "a body may be application/scim+json or application/json, with or without a charset", func(s *site) {
			for _, media := range []string{"application/scim+json", "application/json", "application/scim+json; charset=utf-8", "application/json; charset=UTF-8", ""} {
				s.send("POST", "/Users", userBody(s.unique()), "Content-Type", media).is(201)
			}
		}},
		{"7644 3.1", "a request without a body may have a Content-Type", func(s *site) {
			s.send("GET", "/Users?count=0", "", "Content-Type", "application/scim+json").is(200)
			s.send("DELETE", "/Users/"+s.user().id(), "", "Content-Type", "application/scim+json").is(204)
		}},
		{"7644 3.8", "text beyond ASCII comes back as it was sent", func(s *site) {
			for _, text := range []string{"José Ñandú", "Jose\u0301", "Straße ẞ", "Ὀδυσσεύς", "山田太郎", "👩🏽‍🚀", `quote " and \ slash`, "' OR 1=1 --", "%_*"} {
				id := s.user(`"displayName":`+quote(text)).has("displayName", text).id()
				s.getUser(id).has("displayName", text)
			}
		}},
	}
}

func names() []line {
	return []line{
		{"7643 2.1", "attribute names in a body are taken in any letter case", func(s *site) {
			name := s.unique()
			s.send("POST", "/Users", `{"SCHEMAS":["`+scim.SchemaUser+`"],"USERNAME":"`+name+`","Name":{"GIVENNAME":"Ada"},"eMails":[{"TYPE":"work","Value":"a@x.example"}]}`).is(201).
				has("userName", name).has("name/givenName", "Ada").has("emails/0/value", "a@x.example")
		}},
		{"7643 2.1", "attribute names in a PATCH path are taken in any letter case", func(s *site) {
			id := s.user(`"emails":[{"type":"work","value":"a@x.example"}]`).id()
			s.patch(id, op("replace", "NAME.givenname", `"Ada"`), op("replace", `EMAILS[Type eq "work"].VALUE`, `"b@x.example"`)).is(200).
				has("name/givenName", "Ada").has("emails/0/value", "b@x.example")
		}},
		{"7643 2.1", "attribute names in a filter are taken in any letter case", func(s *site) {
			u := s.user(`"name":{"familyName":"Lovelace"}`)
			s.finds(u.id(), `USERNAME eq "`+u.string("userName")+`"`)
			s.finds(u.id(), `Name.FamilyName eq "Lovelace"`)
		}},
		{"7643 2.1", "attribute names in attributes and excludedAttributes are taken in any letter case", func(s *site) {
			u := s.user(`"title":"Dr"`, `"displayName":"Ada"`)
			s.send("GET", "/Users/"+u.id()+"?attributes=TITLE", "").is(200).has("title", "Dr").lacks("displayName")
			s.send("GET", "/Users/"+u.id()+"?excludedAttributes=TITLE", "").is(200).has("displayName", "Ada").lacks("title")
		}},
		{"7643 2.1", "attribute names in sortBy are taken in any letter case", func(s *site) {
			s.send("GET", "/Users?sortBy=USERname&count=1", "").is(200)
		}},
		{"7643 2.1", "schema URNs are taken in any letter case wherever they stand", func(s *site) {
			urn := strings.ToUpper(enterprise)
			id := s.send("POST", "/Users", `{"schemas":["`+scim.SchemaUser+`","`+urn+`"],"userName":"`+s.unique()+`","`+urn+`":{"costCenter":"17"}}`).is(201).
				has(enterprise+"/costCenter", "17").id()
			s.finds(id, urn+`:costCenter eq "17"`)
			s.patch(id, op("replace", urn+":costCenter", `"18"`)).is(200).has(enterprise+"/costCenter", "18")
			s.send("GET", "/Users/"+id+"?attributes="+escape(urn+":costCenter"), "").is(200).has(enterprise+"/costCenter", "18")
			s.send("GET", "/Schemas/"+urn, "").is(200).has("id", enterprise)
		}},
		{"7643 2.1", "names leave in the letter case of the schema", func(s *site) {
			a := s.send("POST", "/Users", `{"schemas":["`+scim.SchemaUser+`"],"username":"`+s.unique()+`","DISPLAYNAME":"Ada","phonenumbers":[{"VALUE":"1","TYPE":"Work"}]}`).is(201)
			a.has("displayName", "Ada").has("phoneNumbers/0/value", "1").has("phoneNumbers/0/type", "work").lacks("username", "DISPLAYNAME", "phonenumbers")
		}},
	}
}

func absence() []line {
	return []line{
		{"7643 2.5", "null, an empty list and a missing attribute are one and the same on input", func(s *site) {
			for _, nothing := range []string{`"title":null,"emails":null,"name":null`, `"emails":[],"phoneNumbers":[]`, `"name":{}`} {
				s.user(nothing).lacks("title", "emails", "phoneNumbers", "name")
			}
		}},
		{"7643 2.5", "a replacement with null unassigns", func(s *site) {
			id := s.user(`"title":"Dr"`, `"phoneNumbers":[{"value":"1","type":"work"}]`).id()
			s.patch(id, op("replace", "title", "null"), op("replace", "phoneNumbers", "[]")).is(200).lacks("title", "phoneNumbers")
			s.getUser(id).lacks("title", "phoneNumbers")
		}},
		{"7643 2.5", "what is unassigned is not in an answer, neither as null nor empty", func(s *site) {
			id := s.user().lacks("title", "name", "emails", "groups", enterprise).id() // every answer is checked for it
			s.getUser(id).lacks("title", "name", "emails", "groups", enterprise)
		}},
		{"7644 3.4.2", "a list of nothing has empty Resources, and they are not null", func(s *site) {
			s.filter(`userName eq "nobody at all"`).is(200).has("Resources", []any{}).has("totalResults", 0.0)
		}},
		{"7643 3.3", "an extension whose last attribute is removed is gone, and so is its URN from schemas", func(s *site) {
			id := s.user(`"`+enterprise+`":{"costCenter":"17"}`).has("schemas", []any{scim.SchemaUser, enterprise}).id()
			s.patch(id, op("remove", enterprise+":costCenter", "")).is(200).has("schemas", []any{scim.SchemaUser}).lacks(enterprise)
			s.getUser(id).has("schemas", []any{scim.SchemaUser}).lacks(enterprise)
		}},
		{"7643 3.3", "an extension in schemas without data is not listed in the answer", func(s *site) {
			s.user().has("schemas", []any{scim.SchemaUser})
			s.user(`"`+enterprise+`":{}`).has("schemas", []any{scim.SchemaUser})
		}},
		{"7643 3", "schemas is in every resource and lists each extension that has data", func(s *site) {
			u := s.user(`"` + enterprise + `":{"employeeNumber":"17"}`)
			for _, a := range []answer{u, s.getUser(u.id()), s.send("GET", "/Users/"+u.id()+"?attributes=id,"+enterprise+":employeeNumber", "")} {
				a.has("schemas", []any{scim.SchemaUser, enterprise})
			}
			s.group().has("schemas", []any{scim.SchemaGroup})
		}},
		{"7644 3.3", "schemas that is not a list of URNs is refused", func(s *site) {
			s.send("POST", "/Users", `{"schemas":"x","userName":"`+s.unique()+`"}`).fails(400, scim.InvalidSyntax)
			s.send("POST", "/Users", `{"schemas":[1],"userName":"`+s.unique()+`"}`).fails(400, scim.InvalidSyntax)
		}},
	}
}
