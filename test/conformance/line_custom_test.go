package conformance

import (
	"fmt"

	"github.com/scimgate/scimgate/scim"
)

const (
	deviceSchema = "urn:example:scim:2.0:Device"
	leaseSchema  = "urn:example:scim:2.0:Lease"
)

// lab is the site of an app with a resource type of its own, which has every data type and every characteristic.
func (s *site) lab() *site {
	s.Helper()
	return newSite(s.T, s.dialect, options{folder: "lab"})
}

// deviceBody is a device that is lent; more are further attributes.
func (s *site) deviceBody(more ...string) string {
	return fmt.Sprintf(`{"schemas":[%q,%q],"serial":%q,%q:{"contract":"c"}%s}`, deviceSchema, leaseSchema, s.unique(), leaseSchema, joined(more))
}

// device creates a device.
func (s *site) device(more ...string) answer {
	s.Helper()
	return s.send("POST", "/Devices", s.deviceBody(more...)).is(201)
}

func (s *site) patchDevice(id string, ops ...string) answer {
	s.Helper()
	return s.send("PATCH", "/Devices/"+id, patchBody(ops...))
}

// deviceMatches checks whether a filter selects a device.
func (s *site) deviceMatches(id string, filters map[string]bool) {
	s.Helper()
	for text, want := range filters {
		if got := len(s.send("GET", "/Devices?filter="+escape(fmt.Sprintf("id eq %q and (%s)", id, text)), "").is(200).list("Resources")) == 1; got != want {
			s.Errorf("%s: selects the device %v, want %v", text, got, want)
		}
	}
}

// customTypes are lines about data types that users and groups have not.
func customTypes() []line {
	return []line{
		{"7643 2.3.4", "an integer has neither a fraction nor an exponent", func(s *site) {
			s = s.lab()
			s.device(`"ports":-12`).has("ports", -12.0)
			for _, wrong := range []string{"1.5", "1e3", "true", `"many"`, "[1,2]"} {
				s.send("POST", "/Devices", s.deviceBody(`"ports":`+wrong)).fails(400, scim.InvalidValue)
			}
		}},
		{"7643 2.3.3", "a decimal comes back as the number it is", func(s *site) {
			s = s.lab()
			for _, number := range []string{"0.1", "-3.25", "17", "123456.789"} {
				id := s.device(`"weight":` + number).id()
				var want float64
				if _, err := fmt.Sscan(number, &want); err != nil {
					s.Fatal(err)
				}
				s.send("GET", "/Devices/"+id, "").is(200).has("weight", want)
			}
			s.send("POST", "/Devices", s.deviceBody(`"weight":"heavy"`)).fails(400, scim.InvalidValue)
		}},
		{"7643 2.3.5", "a dateTime is an instant of XML Schema, with or without a zone", func(s *site) {
			s = s.lab()
			for _, text := range []string{"2026-05-04T10:30:00Z", "2026-05-04T12:30:00+02:00", "2026-05-04T10:30:00"} {
				id := s.device(`"bought":` + quote(text)).id()
				s.deviceMatches(id, map[string]bool{`bought eq "2026-05-04T10:30:00Z"`: true, `bought lt "2026-05-04T12:30:00Z"`: true})
			}
			for _, wrong := range []string{`"yesterday"`, `"2026-13-45T00:00:00Z"`, `"2026-05-04"`, "17"} {
				s.send("POST", "/Devices", s.deviceBody(`"bought":`+wrong)).fails(400, scim.InvalidValue)
			}
		}},
		{"7643 2.3.6", "a binary value is base64 and comes back byte for byte", func(s *site) {
			s = s.lab()
			id := s.device(`"firmware":"AAH/gA=="`).id()
			s.send("GET", "/Devices/"+id, "").is(200).has("firmware", "AAH/gA==")
			s.send("POST", "/Devices", s.deviceBody(`"firmware":"?"`)).fails(400, scim.InvalidValue)
		}},
		{"7643 2.3.7", "a reference to something outside is kept as it is", func(s *site) {
			s = s.lab()
			id := s.device(`"manual":"HTTPS://x.example/a%20b#c"`).id()
			s.send("GET", "/Devices/"+id, "").is(200).has("manual", "HTTPS://x.example/a%20b#c")
		}},
		{"7643 7", "canonicalValues are a closed list where the application takes no others", func(s *site) {
			s = s.lab()
			s.device(`"state":"USED"`).has("state", "used")
			s.send("POST", "/Devices", s.deviceBody(`"state":"lost"`)).fails(400, scim.InvalidValue)
		}},
		{"7643 6", "a resource without a required extension is refused", func(s *site) {
			s = s.lab()
			s.send("POST", "/Devices", `{"schemas":["`+deviceSchema+`"],"serial":"a"}`).fails(400, scim.InvalidValue)
			s.send("POST", "/Devices", `{"schemas":["`+deviceSchema+`","`+leaseSchema+`"],"serial":"a"}`).fails(400, scim.InvalidValue)
			id := s.device().id()
			s.send("PUT", "/Devices/"+id, `{"schemas":["`+deviceSchema+`"],"serial":"a"}`).fails(400, scim.InvalidValue)
			s.patchDevice(id, op("remove", leaseSchema, "")).fails(400, scim.Mutability)
			s.send("GET", "/Devices/"+id, "").is(200).has(leaseSchema, object{"contract": "c"})
		}},
	}
}

// customCharacteristics are lines about characteristics that attributes of users and groups have not.
func customCharacteristics() []line {
	return []line{
		{"7643 7", "what is returned on request is in an answer when it was named or sent, and otherwise not", func(s *site) {
			s = s.lab()
			a := s.device(`"remark":"scratched"`).has("remark", "scratched")
			path := "/Devices/" + a.id()
			s.send("GET", path, "").is(200).lacks("remark")
			s.send("GET", path+"?attributes=remark", "").is(200).has("remark", "scratched")
			s.send("GET", "/Devices?attributes=remark&filter="+escape(`id eq "`+a.id()+`"`), "").is(200).has("Resources/0/remark", "scratched")
			s.patchDevice(a.id(), op("replace", "remark", `"dented"`)).is(200).has("remark", "dented")
			s.patchDevice(a.id(), op("replace", "nickname", `"x"`)).is(200).lacks("remark")
			s.send("PUT", path, s.deviceBody(`"remark":"lost"`)).is(200).has("remark", "lost")
		}},
		{"7643 7", "what is always returned is in every answer, whatever is asked for", func(s *site) {
			s = s.lab()
			path := "/Devices/" + s.device(`"label":"L","model":"M"`).id()
			for _, query := range []string{"?attributes=nickname", "?excludedAttributes=label,model,site"} {
				s.send("GET", path+query, "").is(200).has("label", "L").has("model", "M").has("site", "Ulm")
			}
		}},
		{"7643 7", "an immutable attribute can be set once", func(s *site) {
			s = s.lab()
			id := s.device().id()
			s.patchDevice(id, op("add", "maker", `"A"`)).is(200).has("maker", "A")
			s.patchDevice(id, op("add", "maker", `"A"`)).is(200).has("maker", "A")
			s.patchDevice(id, op("replace", "maker", `"B"`)).fails(400, scim.Mutability)
			s.patchDevice(id, op("remove", "maker", "")).fails(400, scim.Mutability)
			s.send("PUT", "/Devices/"+id, s.deviceBody(`"maker":"B"`)).fails(400, scim.Mutability)
			s.send("PUT", "/Devices/"+id, s.deviceBody()).is(200).has("maker", "A")
		}},
		{"7643 7", "any attribute that is writeOnly is never returned and never filtered by", func(s *site) {
			s = s.lab()
			id := s.device(`"password":"secret","pin":"1234"`).lacks("password", "pin").id()
			s.send("GET", "/Devices/"+id+"?attributes=password,pin", "").is(200).lacks("password", "pin")
			for _, name := range []string{"password", "pin"} {
				s.send("GET", "/Devices?filter="+escape(name+` sw "1"`), "").fails(400, scim.InvalidFilter)
				s.send("GET", "/Devices?sortBy="+name, "").fails(400, scim.InvalidValue)
			}
			if got := s.cell("SELECT pin FROM devices WHERE pin = $1", "1234"); got != "1234" {
				s.Errorf("the application has the pin %q", got)
			}
		}},
		{"7643 7", "uniqueness global is kept", func(s *site) {
			s = s.lab()
			s.device(`"barcode":"4006381333931"`)
			s.send("POST", "/Devices", s.deviceBody(`"barcode":"4006381333931"`)).fails(409, scim.Uniqueness)
			s.patchDevice(s.device().id(), op("add", "barcode", `"4006381333931"`)).fails(409, scim.Uniqueness)
		}},
		{"7643 7", "what is case exact and unique differs by letter case", func(s *site) {
			s = s.lab()
			body := func(serial string) string {
				return fmt.Sprintf(`{"schemas":[%q,%q],"serial":%q,%q:{"contract":"c"}}`, deviceSchema, leaseSchema, serial, leaseSchema)
			}
			s.send("POST", "/Devices", body("Abc")).is(201)
			s.send("POST", "/Devices", body("aBC")).is(201)
			s.send("POST", "/Devices", body("Abc")).fails(409, scim.Uniqueness)
		}},
	}
}

// customFilters are lines about filters on data types that users and groups have not.
func customFilters() []line {
	return []line{
		{"7644 3.4.2.2", "numbers compare as numbers", func(s *site) {
			s = s.lab()
			s.deviceMatches(s.device(`"ports":9`, `"weight":10.5`).id(), map[string]bool{
				"ports lt 10": true, "ports gt 10": false, "ports eq 9": true, "ports eq 9.0": true, "ports ne 9": false,
				"weight gt 9.75": true, "weight eq 10.50": true, "weight eq 1.05e1": true, "weight lt 10.5": false, "weight le 10.5": true,
			})
			for _, text := range []string{`ports eq "nine"`, "ports co 9", "weight sw 1", "ports eq true"} {
				s.send("GET", "/Devices?filter="+escape(text), "").fails(400, scim.InvalidFilter)
			}
		}},
		{"7644 3.4.2.2", "binary values have no order and no parts", func(s *site) {
			s = s.lab()
			s.deviceMatches(s.device(`"firmware":"AAH/gA=="`).id(), map[string]bool{`firmware eq "AAH/gA=="`: true, `firmware eq "aah/ga=="`: false, "firmware pr": true})
			for _, text := range []string{`firmware gt "AA=="`, `firmware le "AA=="`, `firmware co "AA"`, `firmware sw "AA"`} {
				s.send("GET", "/Devices?filter="+escape(text), "").fails(400, scim.InvalidFilter)
			}
		}},
		{"7644 3.4.2.2", "attributes of the app file's own schemas have names as others do", func(s *site) {
			s = s.lab()
			s.deviceMatches(s.device(`"nickname":"Hal"`, `"size":{"width":3,"unit":"mm"}`).id(), map[string]bool{
				deviceSchema + `:nickname eq "hal"`: true, leaseSchema + `:contract eq "C"`: true, deviceSchema + `:size.width eq 3`: true, leaseSchema + ":until pr": false,
			})
		}},
	}
}

// customDiscovery are lines about how resource types of an app file's own are shown.
func customDiscovery() []line {
	return []line{
		{"7643 6", "an extension that is required is listed as required", func(s *site) {
			s.lab().send("GET", "/ResourceTypes/Device", "").is(200).has("schemaExtensions", []any{object{"schema": leaseSchema, "required": true}})
		}},
		{"7643 6", "resource types of the app file's own are listed and served", func(s *site) {
			s = s.lab()
			s.send("GET", "/ResourceTypes/Device", "").is(200).has("endpoint", "/Devices").has("schema", deviceSchema)
			s.leadsToEach("/ResourceTypes")
			s.leadsToEach("/Schemas")
			a := s.device(`"externalId":"x"`).has("meta/resourceType", "Device").has("schemas", []any{deviceSchema, leaseSchema})
			path := "/Devices/" + a.id()
			s.patchDevice(a.id(), op("add", "nickname", `"x"`)).is(200)
			s.send("PUT", path, s.deviceBody()).is(200).lacks("nickname")
			s.send("GET", "/Devices?filter="+escape(`meta.resourceType eq "Device"`), "").is(200).has("totalResults", 1.0)
			s.send("DELETE", path, "").is(204)
			s.send("GET", path, "").fails(404, "")
		}},
		{"7643 7", "what the app file does not map is not described", func(s *site) {
			for _, schema := range s.lab().send("GET", "/Schemas/"+scim.SchemaUser, "").is(200).list("attributes") {
				if name := valueAt(schema, "name"); name != "userName" {
					s.Errorf("%v is", name)
				}
			}
		}},
	}
}
