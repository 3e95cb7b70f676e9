package e2e

import (
	"net/http"
	"testing"
)

// patchOf is the body of a PATCH with these operations.
func patchOf(operations string) string {
	return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[` + operations + `]}`
}

const (
	userSchemas = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]`
	enterprise  = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
)

// steps build on each other. The new employee is number 201, the new role number 11; Zoë O'Brien is number 1 and 伟
// Silva number 3.
var steps = []step{
	{
		name: "create a user with a work email and a phone", method: http.MethodPost, path: "/Users", status: http.StatusCreated, stamps: "201",
		body: `{` + userSchemas + `,"userName":"New.Hire","externalId":"ext-1","active":true,
			"name":{"givenName":"New","familyName":"Hire"},
			"emails":[{"value":"new.hire@corp.example","type":"work","primary":true}],
			"phoneNumbers":[{"value":"+44 20 7946 1111","type":"work"}],
			"` + enterprise + `":{"department":"Research and Development"}}`,
		changes: []string{
			`employee_phones[{phone}].emp_no: 201`,
			`employee_phones[{phone}].kind: "W"`,
			`employee_phones[{phone}].number: "+44 20 7946 1111"`,
			`employee_phones[{phone}].phone_no: {phone}`,
			`employees[201].deleted: 0`,
			`employees[201].dept_code: "R&D"`,
			`employees[201].emp_no: 201`,
			`employees[201].external_ref: "ext-1"`,
			`employees[201].family_name: "Hire"`,
			`employees[201].given_name: "New"`,
			`employees[201].login: "New.Hire"`,
			`employees[201].status: "A"`,
			`employees[201].work_mail: "new.hire@corp.example"`,
		},
		then: remember("user"),
	},
	{
		name: "the user is found by its name in another letter case", method: http.MethodGet, status: http.StatusOK,
		path: "/Users?filter=userName%20eq%20%22NEW.HIRE%22", then: total(1),
	},
	{
		name: "a second user of that name is refused", method: http.MethodPost, path: "/Users", status: http.StatusConflict,
		body: `{` + userSchemas + `,"userName":"new.hire"}`,
		then: func(t *testing.T, _ *walk, a answer) {
			if a.Body["scimType"] != "uniqueness" {
				t.Errorf("scimType %v", a.Body["scimType"])
			}
		},
	},
	{
		name: "deactivate, rename, add a phone and set the manager", method: http.MethodPatch, path: "/Users/{user}", status: http.StatusOK, stamps: "201",
		body: patchOf(`{"op":"replace","path":"active","value":false},
			{"op":"replace","path":"name.familyName","value":"Hired"},
			{"op":"add","path":"phoneNumbers","value":[{"value":"+44 7700 900111","type":"mobile"}]},
			{"op":"add","path":"` + enterprise + `:manager","value":{"value":"{boss}"}}`),
		changes: []string{
			`employee_phones[{phone2}].emp_no: 201`,
			`employee_phones[{phone2}].kind: "M"`,
			`employee_phones[{phone2}].number: "+44 7700 900111"`,
			`employee_phones[{phone2}].phone_no: {phone2}`,
			`employees[201].family_name: "Hire" → "Hired"`,
			`employees[201].manager_no: 1`,
			`employees[201].status: "A" → "T"`,
		},
	},
	{
		name: "the same again writes nothing, not even a stamp", method: http.MethodPatch, path: "/Users/{user}", status: http.StatusOK,
		body: patchOf(`{"op":"replace","path":"active","value":false},{"op":"replace","path":"name.familyName","value":"Hired"}`),
	},
	{
		name: "remove the work phone", method: http.MethodPatch, path: "/Users/{user}", status: http.StatusOK, stamps: "201",
		body: patchOf(`{"op":"remove","path":"phoneNumbers[type eq \"work\"]"}`),
		changes: []string{
			`employee_phones[{phone}].emp_no: 201 is gone`,
			`employee_phones[{phone}].kind: "W" is gone`,
			`employee_phones[{phone}].number: "+44 20 7946 1111" is gone`,
			`employee_phones[{phone}].phone_no: {phone} is gone`,
		},
	},
	{
		name: "create a group", method: http.MethodPost, path: "/Groups", status: http.StatusCreated,
		body:    `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Night Shift","members":[{"value":"{user}"}]}`,
		changes: []string{`employee_roles[11,201].emp_no: 201`, `employee_roles[11,201].role_id: 11`, `roles[11].role_id: 11`, `roles[11].role_name: "Night Shift"`},
		then:    remember("group"),
	},
	{
		name: "add a member", method: http.MethodPatch, path: "/Groups/{group}", status: http.StatusNoContent,
		body:    patchOf(`{"op":"add","path":"members","value":[{"value":"{other}"}]}`),
		changes: []string{`employee_roles[11,3].emp_no: 3`, `employee_roles[11,3].role_id: 11`},
	},
	{
		name: "add that member again", method: http.MethodPatch, path: "/Groups/{group}", status: http.StatusNoContent,
		body: patchOf(`{"op":"add","path":"members","value":[{"value":"{other}"}]}`),
	},
	{
		name: "the user knows its group", method: http.MethodGet, path: "/Users/{user}", status: http.StatusOK,
		then: func(t *testing.T, w *walk, a answer) {
			groups, _ := a.Body["groups"].([]any)
			if len(groups) != 1 || groups[0].(map[string]any)["value"] != w.ids["group"] {
				t.Errorf("groups %v, want %s", groups, w.ids["group"])
			}
		},
	},
	{
		name: "remove a member", method: http.MethodPatch, path: "/Groups/{group}", status: http.StatusNoContent,
		body:    patchOf(`{"op":"remove","path":"members[value eq \"{user}\"]"}`),
		changes: []string{`employee_roles[11,201].emp_no: 201 is gone`, `employee_roles[11,201].role_id: 11 is gone`},
	},
	{
		name: "replace the user", method: http.MethodPut, path: "/Users/{user}", status: http.StatusOK, stamps: "201",
		body: `{` + userSchemas + `,"userName":"New.Hire","externalId":"ext-1","displayName":"New Hired","active":true,
			"name":{"givenName":"New","familyName":"Hired"},
			"emails":[{"value":"new.hired@corp.example","type":"work","primary":true}],
			"phoneNumbers":[{"value":"+44 7700 900222","type":"mobile"}],
			"` + enterprise + `":{"department":"Research and Development"}}`,
		changes: []string{
			`employee_phones[{phone2}].number: "+44 7700 900111" → "+44 7700 900222"`,
			`employees[201].display_name: "New Hired"`,
			`employees[201].manager_no: 1 is gone`,
			`employees[201].status: "T" → "A"`,
			`employees[201].work_mail: "new.hire@corp.example" → "new.hired@corp.example"`,
		},
	},
	{
		name: "replace the group", method: http.MethodPut, path: "/Groups/{group}", status: http.StatusOK,
		body: `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Late Shift","members":[{"value":"{user}"}]}`,
		changes: []string{
			`employee_roles[11,201].emp_no: 201`, `employee_roles[11,201].role_id: 11`,
			`employee_roles[11,3].emp_no: 3 is gone`, `employee_roles[11,3].role_id: 11 is gone`,
			`roles[11].role_name: "Night Shift" → "Late Shift"`,
		},
	},
	{
		name: "delete the user", method: http.MethodDelete, path: "/Users/{user}", status: http.StatusNoContent, stamps: "201",
		changes: []string{`employees[201].deleted: 0 → 1`, `employees[201].status: "A" → "T"`},
	},
	{name: "the user is gone", method: http.MethodGet, path: "/Users/{user}", status: http.StatusNotFound},
	{name: "and cannot be deleted again", method: http.MethodDelete, path: "/Users/{user}", status: http.StatusNotFound},
	{
		name: "nor found by its name", method: http.MethodGet, status: http.StatusOK,
		path: "/Users?filter=userName%20eq%20%22new.hire%22", then: total(0),
	},
	{
		name: "the group shows nobody, and keeps the row of whom it hides", method: http.MethodGet, path: "/Groups/{group}", status: http.StatusOK,
		then: func(t *testing.T, _ *walk, a answer) {
			if members, ok := a.Body["members"]; ok {
				t.Errorf("members %v", members)
			}
		},
	},
	{
		name: "the name is free for somebody else", method: http.MethodPost, path: "/Users", status: http.StatusCreated, stamps: "202",
		body: `{` + userSchemas + `,"userName":"new.hire"}`,
		changes: []string{
			`employees[202].deleted: 0`, `employees[202].emp_no: 202`, `employees[202].login: "new.hire"`, `employees[202].status: "A"`,
		},
		then: remember("user"),
	},
	{
		name: "delete the group", method: http.MethodDelete, path: "/Groups/{group}", status: http.StatusNoContent,
		changes: []string{
			`employee_roles[11,201].emp_no: 201 is gone`, `employee_roles[11,201].role_id: 11 is gone`,
			`roles[11].role_id: 11 is gone`, `roles[11].role_name: "Late Shift" is gone`,
		},
	},
	{name: "the group is gone", method: http.MethodGet, path: "/Groups/{group}", status: http.StatusNotFound},
}
