package conformance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

func discovery() section {
	return section{"discovery", "Discovery", slices.Concat(configuration(), typesAndSchemas(), customDiscovery())}
}

func configuration() []line {
	return []line{
		{"7644 4", "ServiceProviderConfig is one object and no list", func(s *site) {
			s.send("GET", "/ServiceProviderConfig", "").is(200).has("schemas", []any{scim.SchemaServiceProviderConfig}).lacks("Resources", "totalResults")
		}},
		{"7643 5", "ServiceProviderConfig says of every feature whether it is there", func(s *site) {
			a := s.send("GET", "/ServiceProviderConfig", "").is(200)
			for _, feature := range []string{"patch", "bulk", "filter", "changePassword", "sort", "etag"} {
				if _, ok := a.at(feature + "/supported").(bool); !ok {
					s.Errorf("%s: %v", feature, a.at(feature))
				}
			}
			for _, bound := range []string{"bulk/maxOperations", "bulk/maxPayloadSize", "filter/maxResults"} {
				if _, ok := a.at(bound).(float64); !ok {
					s.Errorf("%s: %v", bound, a.at(bound))
				}
			}
		}},
		{"7643 5", "an authentication scheme has a type, a name, a description and where it is specified, and one is primary", func(s *site) {
			primary := 0
			for _, scheme := range s.send("GET", "/ServiceProviderConfig", "").list("authenticationSchemes") {
				for _, name := range []string{"type", "name", "description", "specUri"} {
					if text, _ := valueAt(scheme, name).(string); text == "" {
						s.Errorf("%s of %v", name, scheme)
					}
				}
				if valueAt(scheme, "primary") == true {
					primary++
				}
			}
			if primary != 1 {
				s.Errorf("%d are primary", primary)
			}
		}},
		{"7643 5", "the configuration knows where it is", func(s *site) {
			s.send("GET", "/ServiceProviderConfig", "").has("meta/location", s.url+"/ServiceProviderConfig").has("meta/resourceType", "ServiceProviderConfig")
		}},
		{"7643 5", "discovery needs a token, as everything does", func(s *site) {
			for _, path := range discovered {
				s.send("GET", path, "", "Authorization", "").fails(401, "")
			}
		}},
		{"7643 5", "the configuration can be read without a token where the operator says so, and nothing else", func(s *site) {
			s = newSite(s.T, s.dialect, options{gateway: "public_discovery: true"})
			for _, path := range append(slices.Clone(discovered), "/Schemas/"+scim.SchemaUser, "/ResourceTypes/User") {
				s.send("GET", path, "", "Authorization", "").is(200).has("meta", s.send("GET", path, "").at("meta"))
				s.send("POST", path, "", "Authorization", "").fails(405, "")
				s.send("GET", path, "", "Authorization", "Bearer guess").fails(401, "")
			}
			for _, path := range []string{"/Users", "/Users/" + s.user().id(), "/Me", "", "/Shoes", "//shoes/scim/v2/Schemas"} {
				s.send("GET", path, "", "Authorization", "").fails(401, "")
			}
		}},
	}
}

// discovered are the lists of discovery.
var discovered = []string{"/ServiceProviderConfig", "/ResourceTypes", "/Schemas"}

func typesAndSchemas() []line {
	return []line{
		{"7644 4", "the lists of resource types and schemas are whole, whatever page, order or attributes are asked for", func(s *site) {
			for _, path := range []string{"/ResourceTypes", "/Schemas"} {
				whole := s.send("GET", path, "").is(200).has("schemas", []any{scim.MessageList})
				n := float64(len(whole.list("Resources")))
				whole.has("totalResults", n).has("itemsPerPage", n).has("startIndex", 1.0)
				if odd := s.send("GET", path+"?startIndex=2&count=1&sortBy=id&sortOrder=descending&attributes=id", "").is(200); odd.text != whole.text {
					s.Errorf("%s is %s", odd.request, odd.text)
				}
			}
		}},
		{"7644 4", "a filter on resource types or schemas is 403", func(s *site) {
			s.send("GET", "/ResourceTypes?filter="+escape(`name eq "User"`), "").fails(403, "")
			s.send("GET", "/Schemas?filter="+escape("id pr"), "").fails(403, "")
		}},
		{"7644 4", "a resource type is found by its name", func(s *site) {
			s.leadsToEach("/ResourceTypes")
			s.send("GET", "/ResourceTypes/Shoe", "").fails(404, "")
		}},
		{"7644 4", "a schema is found by its URN, in any letter case and with its colons escaped", func(s *site) {
			s.leadsToEach("/Schemas")
			s.send("GET", "/Schemas/"+strings.ToUpper(scim.SchemaUser), "").is(200).has("id", scim.SchemaUser)
			s.send("GET", "/Schemas/"+strings.ReplaceAll(scim.SchemaUser, ":", "%3A"), "").is(200).has("id", scim.SchemaUser)
			s.send("GET", "/Schemas/urn:example:shoe", "").fails(404, "")
		}},
		{"7644 4", "what discovery says cannot be changed", func(s *site) {
			for _, path := range append(slices.Clone(discovered), "/Schemas/"+scim.SchemaUser, "/ResourceTypes/User") {
				for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
					if allow := s.send(method, path, "{}").fails(405, "").header.Get("Allow"); allow != "GET" {
						s.Errorf("%s allows %q", path, allow)
					}
				}
			}
		}},
		{"7643 6", "a resource type names its endpoint and schemas that are listed", func(s *site) {
			ids := s.send("GET", "/Schemas", "").each("id")
			for _, rt := range s.send("GET", "/ResourceTypes", "").is(200).list("Resources") {
				s.send("GET", valueAt(rt, "endpoint").(string)+"?count=0", "").is(200)
				if !slices.Contains(ids, valueAt(rt, "schema")) {
					s.Errorf("%v is not listed", valueAt(rt, "schema"))
				}
				extensions, _ := valueAt(rt, "schemaExtensions").([]any)
				for _, x := range extensions {
					if !slices.Contains(ids, valueAt(x, "schema")) {
						s.Errorf("%v is not listed", valueAt(x, "schema"))
					}
				}
			}
		}},
		{"7643 6", "an extension that is not required can be left out", func(s *site) {
			s.send("GET", "/ResourceTypes/User", "").is(200).has("schemaExtensions", []any{object{"schema": enterprise, "required": false}})
			s.send("POST", "/Users", `{"schemas":["`+scim.SchemaUser+`"],"userName":"`+s.unique()+`"}`).is(201)
		}},
		{"7643 7", "every attribute has all of its characteristics", func(s *site) {
			for _, schema := range s.send("GET", "/Schemas", "").is(200).list("Resources") {
				for a := range described(schema.(object)) {
					s.hasCharacteristics(fmt.Sprint(valueAt(schema, "id"), " ", a.name), a.object)
				}
			}
		}},
		{"7643 7", "the schemas of resources and of discovery are listed, those of messages are not", func(s *site) {
			want := []any{scim.SchemaGroup, scim.SchemaUser, enterprise, scim.SchemaServiceProviderConfig, scim.SchemaResourceType, scim.SchemaSchema}
			if diff := cmp.Diff(want, s.send("GET", "/Schemas", "").each("id")); diff != "" {
				s.Error(diff)
			}
		}},
		{"7643 7", "discovery is described by the schemas it lists", func(s *site) {
			for path, schema := range map[string]string{
				"/ServiceProviderConfig": scim.SchemaServiceProviderConfig, "/ResourceTypes/User": scim.SchemaResourceType, "/Schemas/" + scim.SchemaUser: scim.SchemaSchema,
			} {
				s.isDescribed(s.send("GET", path, "").is(200).body.(object), s.send("GET", "/Schemas/"+schema, "").is(200).body.(object))
			}
		}},
		{"7643 7", "every attribute of a resource is described by its schemas", func(s *site) {
			u := s.office()
			s.group(u)
			a := s.getUser(u)
			s.isDescribed(a.body.(object), s.send("GET", "/Schemas/"+scim.SchemaUser, "").body.(object))
			s.isDescribed(a.at(enterprise).(object), s.send("GET", "/Schemas/"+enterprise, "").body.(object))
			s.isDescribed(s.getGroup(s.group(u).id()).body.(object), s.send("GET", "/Schemas/"+scim.SchemaGroup, "").body.(object))
		}},
	}
}

// leadsToEach checks that the elements of a list are found one by one, where they say they are.
func (s *site) leadsToEach(path string) {
	s.Helper()
	for _, r := range s.send("GET", path, "").is(200).list("Resources") {
		id := valueAt(r, "id").(string)
		if diff := cmp.Diff(r, s.send("GET", path+"/"+id, "").is(200).body); diff != "" {
			s.Errorf("%s: %s", id, diff)
		}
		if location := valueAt(r, "meta/location"); location != s.url+path+"/"+id {
			s.Errorf("%s is at %v", id, location)
		}
	}
}

func (s *site) hasCharacteristics(name string, a object) {
	s.Helper()
	for characteristic, known := range map[string][]any{
		"type":        {"string", "boolean", "decimal", "integer", "dateTime", "reference", "binary", "complex"},
		"multiValued": {true, false}, "required": {true, false}, "caseExact": {true, false},
		"mutability": {"readOnly", "readWrite", "immutable", "writeOnly"},
		"returned":   {"always", "never", "default", "request"},
		"uniqueness": {"none", "server", "global"},
	} {
		if !slices.Contains(known, a[characteristic]) {
			s.Errorf("%s: %s is %v", name, characteristic, a[characteristic])
		}
	}
	if description, _ := a["description"].(string); description == "" {
		s.Errorf("%s has no description", name)
	}
	if _, has := a["subAttributes"]; has != (a["type"] == "complex") {
		s.Errorf("%s is of type %v, subAttributes %v", name, a["type"], has)
	}
	if _, has := a["referenceTypes"]; has != (a["type"] == "reference") {
		s.Errorf("%s is of type %v, referenceTypes %v", name, a["type"], has)
	}
}

// isDescribed checks that whatever r has is an attribute of the schema, common to all resources, or an extension.
func (s *site) isDescribed(r, schema object) {
	s.Helper()
	known := map[string]bool{}
	for a := range described(schema) {
		known[a.name] = true
	}
	for name, v := range r {
		if slices.Contains([]string{"id", "schemas", "externalId", "meta"}, name) || strings.HasPrefix(name, "urn:") {
			continue
		}
		if !known[name] {
			s.Errorf("%v does not have %s", schema["id"], name)
		}
		for _, e := range append([]any{v}, listOf(v)...) {
			o, _ := e.(object)
			for sub := range o {
				if !known[name+"."+sub] {
					s.Errorf("%v does not have %s.%s", schema["id"], name, sub)
				}
			}
		}
	}
}

func listOf(v any) []any {
	list, _ := v.([]any)
	return list
}
