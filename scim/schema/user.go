package schema

import "github.com/scimgate/scimgate/scim"

// User makes the core schema of users (RFC 7643 §4.1 and §8.7.1). Where the listing of §8.7.1 contradicts the text,
// the text stands: ids, references and binary values are case exact (§3.1, §2.3.7, §2.3.6), addresses may be primary
// (§8.2).
func User() *Schema {
	return &Schema{
		ID: scim.SchemaUser, Name: "User", Description: "User account",
		Attributes: []*Attribute{
			{Name: "userName", Type: String, Required: true, Uniqueness: UniqueServer, Description: "The name by which the user signs in."},
			userName(),
			text("displayName", "The name of the user, fit to be shown to others."),
			text("nickName", "The casual name of the user."),
			{Name: "profileUrl", Type: Reference, CaseExact: true, ReferenceTypes: []string{"external"}, Description: "A page about the user."},
			text("title", "The user's position, such as Vice President."),
			text("userType", "The relation between the organisation and the user, such as Contractor or Employee."),
			text("preferredLanguage", "The languages the user prefers, as in an Accept-Language header."),
			text("locale", "The user's locale for currency, dates and numbers, as a language tag."),
			text("timezone", "The user's time zone, by its name in the IANA database."),
			{Name: "active", Type: Boolean, Description: "Whether the account may be used."},
			{Name: "password", Type: String, Mutability: WriteOnly, Returned: ReturnedNever, Description: "The user's password in clear text, to be set and never to be read."},
			plural("emails", "E-mail addresses.", text("value", "An e-mail address."), "work", "home", "other"),
			plural("phoneNumbers", "Telephone numbers.", text("value", "A telephone number."), "work", "home", "mobile", "fax", "pager", "other"),
			plural("ims", "Instant messaging addresses.", text("value", "An instant messaging address."), "aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"),
			plural("photos", "Pictures of the user.", &Attribute{
				Name: "value", Type: Reference, CaseExact: true, ReferenceTypes: []string{"external"}, Description: "The URL of a picture.",
			}, "photo", "thumbnail"),
			addresses(),
			groups(),
			plural("entitlements", "What the user is entitled to.", text("value", "An entitlement.")),
			plural("roles", "What the user is, such as Student or Faculty.", text("value", "A role.")),
			plural("x509Certificates", "Certificates issued to the user.", &Attribute{
				Name: "value", Type: Binary, CaseExact: true, Description: "A DER-encoded X.509 certificate in base64.",
			}),
		},
	}
}

func userName() *Attribute {
	return &Attribute{
		Name: "name", Type: Complex, Description: "The parts of the user's real name.",
		Sub: []*Attribute{
			text("formatted", "The whole name, ready to be shown."),
			text("familyName", "The family name."),
			text("givenName", "The given name."),
			text("middleName", "The middle names."),
			text("honorificPrefix", "Titles before the name, such as Dr."),
			text("honorificSuffix", "Titles behind the name, such as III."),
		},
	}
}

func addresses() *Attribute {
	return &Attribute{
		Name: "addresses", Type: Complex, MultiValued: true, Description: "Postal addresses.",
		Sub: []*Attribute{
			text("formatted", "The whole address, ready to be printed."),
			text("streetAddress", "House, street and the like; may have several lines."),
			text("locality", "The city or locality."),
			text("region", "The state or region."),
			text("postalCode", "The postal code."),
			text("country", "The country, by its ISO 3166-1 alpha-2 code."),
			kind("work", "home", "other"),
			primary(),
		},
	}
}

func groups() *Attribute {
	return &Attribute{
		Name: "groups", Type: Complex, MultiValued: true, Mutability: ReadOnly,
		Description: "The groups the user belongs to. They change through the groups alone.",
		Sub: []*Attribute{
			{Name: "value", Type: String, CaseExact: true, Mutability: ReadOnly, Description: "The id of a group."},
			{Name: "$ref", Type: Reference, CaseExact: true, Mutability: ReadOnly, ReferenceTypes: []string{"User", "Group"}, Description: "The URI of the group."},
			{Name: "display", Type: String, Mutability: ReadOnly, Description: "The name of the group."},
			{Name: "type", Type: String, Mutability: ReadOnly, CanonicalValues: []string{"direct", "indirect"}, Description: "Whether the user is a member of the group itself or of a group in it."},
		},
	}
}
