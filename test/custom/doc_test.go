// Package custom serves the devices example, whose schema is the app file's own, and holds every attribute of it
// against the characteristics that /Schemas gives it: whatever an app file declares works like what SCIM knows.
//
//	site_test.go            the gateway, its database and requests
//	place_test.go           an attribute as /Schemas describes it: a value for it, and where it stands
//	characteristics_test.go every attribute, written and read
//	discovery_test.go       what is served and what is not
package custom
