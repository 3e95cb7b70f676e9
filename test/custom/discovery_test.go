package custom

import (
	"maps"
	"net/url"
	"reflect"
	"slices"
	"testing"
)

func TestTheExampleHasEveryDataTypeAndEveryCharacteristic(t *testing.T) {
	s := newSite(t)
	found := map[string]bool{}
	for _, p := range s.places() {
		found[p.text("type")] = true
		if p.parent == nil {
			found[p.text("mutability")+" "+p.text("returned")] = true
		}
		for _, name := range []string{"required", "caseExact", "multiValued"} {
			found[name] = found[name] || p.is(name)
		}
		found[p.text("uniqueness")] = true
	}
	for _, want := range []string{
		"string", "boolean", "decimal", "integer", "dateTime", "reference", "binary", "complex",
		"readWrite default", "readWrite always", "readWrite request", "readWrite never",
		"readOnly default", "readOnly always", "readOnly request",
		"immutable default", "immutable always", "immutable request", "immutable never",
		"writeOnly never", "required", "caseExact", "multiValued", "none", "server",
	} {
		if !found[want] {
			t.Errorf("no attribute is %s", want)
		}
	}
}

func TestOwnTypesAndSchemasAreListedAsTheyAreServed(t *testing.T) {
	s := newSite(t)
	device := s.send(200, "GET", "/ResourceTypes/Device", nil)
	if device["endpoint"] != "/Devices" || device["schema"] != core || device["description"] != "Devices" {
		t.Errorf("the resource type is %v", device)
	}
	extension := device["schemaExtensions"].([]any)[0].(object)
	if extension["schema"] != warranty || extension["required"] != true {
		t.Errorf("the extension is %v", extension)
	}
	var urns []any
	for _, r := range s.send(200, "GET", "/Schemas", nil)["Resources"].([]any) {
		urns = append(urns, r.(object)["id"])
	}
	for _, urn := range []any{core, warranty} {
		if !slices.Contains(urns, urn) {
			t.Errorf("/Schemas lists %v", urns)
		}
	}
}

func TestWhatNoRuleMapsIsNotAdvertisedAndPassedOver(t *testing.T) {
	s := newSite(t)
	all := s.places()
	if slices.ContainsFunc(all, func(p place) bool { return p.text("name") == "colour" }) {
		t.Error("/Schemas shows colour, which has no rule")
	}
	body := s.device(all, all[0], "C-1")
	body["colour"] = "red"
	if got := s.send(201, "POST", "/Devices", body); got["colour"] != nil {
		t.Errorf("a device has a colour: %v", got)
	}
}

func TestARequiredExtensionIsRequired(t *testing.T) {
	s := newSite(t)
	all := s.places()
	body := s.device(all, all[0], "R-1")
	at := "/Devices/" + s.send(201, "POST", "/Devices", body)["id"].(string)
	s.refuses(400, "mutability", "PATCH", at, patch("remove", warranty, nil))
	delete(body, warranty)
	s.refuses(400, "invalidValue", "PUT", at, body)
	body["serialNumber"] = "R-2"
	s.refuses(400, "invalidValue", "POST", "/Devices", body)
}

func TestSecretsReachTheApplicationAndAreKeptByAPut(t *testing.T) {
	s := newSite(t)
	all := s.places()
	body := s.device(all, all[0], "S-1")
	body["hint"], body["recoveryKey"], body["unlockCode"] = "blue", "K", "1234"
	body["disk"] = object{"size": 512, "model": "M", "passphrase": "open"}
	body[warranty].(object)["pin"] = "77"
	at := "/Devices/" + s.send(201, "POST", "/Devices", body)["id"].(string)
	hash := s.cell("unlock_hash", "S-1")
	if hash == "" || hash == "1234" {
		t.Errorf("the unlock code is stored as %q", hash)
	}
	stored := func(column, want string) {
		t.Helper()
		if got := s.cell(column, "S-1"); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
	for _, name := range []string{"hint", "recoveryKey", "unlockCode"} {
		delete(body, name)
	}
	body["disk"] = object{"size": 1024}
	delete(body[warranty].(object), "pin")
	s.send(200, "PUT", at, body)
	for column, want := range map[string]string{
		"hint": "blue", "recovery_key": "K", "unlock_hash": hash, "disk_passphrase": "open", "disk_model": "M", "disk_gib": "1024", "contract_pin": "77",
	} {
		stored(column, want)
	}
	s.send(200, "PATCH", at, patch("remove", "hint", nil))
	s.send(200, "PATCH", at, patch("replace", "disk.passphrase", "sesame"))
	stored("hint", "")
	stored("disk_passphrase", "sesame")
	s.refuses(400, "mutability", "PATCH", at, patch("replace", "recoveryKey", "L"))
	stored("recovery_key", "K")
}

func TestOwnAttributesAreFilteredAndSorted(t *testing.T) {
	s := newSite(t)
	all := s.places()
	for serial, memory := range map[string]int{"F-1": 300, "F-2": 100, "F-3": 200} {
		body := s.device(all, all[0], serial)
		body["memory"], body["kind"], body["interfaces"] = memory, "phone", []any{object{"value": serial, "type": "wifi"}}
		body[warranty].(object)["contract"] = "C-" + serial
		s.send(201, "POST", "/Devices", body)
	}
	for filter, want := range map[string][]any{
		`memory ge 200`:                                {"F-3", "F-1"},
		`kind eq "PHONE" and memory lt 300`:            {"F-2", "F-3"},
		`interfaces[value eq "F-2"]`:                   {"F-2"},
		warranty + `:contract eq "c-f-1"`:              {"F-1"},
		`serialNumber eq "f-1"`:                        nil, // caseExact
		`lastSeen gt "2026-01-01T00:00:00Z"`:           {"F-2", "F-3", "F-1"},
		`inventoryId pr and not (online pr)`:           {"F-2", "F-3", "F-1"},
		`interfaces.type eq "wifi" and certificate pr`: nil,
	} {
		var got []any
		for _, r := range s.send(200, "GET", "/Devices?sortBy=memory&filter="+url.QueryEscape(filter), nil)["Resources"].([]any) {
			got = append(got, r.(object)["serialNumber"])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", filter, got, want)
		}
	}
}

func TestARecordThatLacksSomethingRequiredCanStillBeChanged(t *testing.T) {
	s := newSite(t)
	if _, err := s.db.Exec(t.Context(), "INSERT INTO devices (serial_no, label, contract_no) VALUES ('', '', '')"); err != nil {
		t.Fatal(err)
	}
	list := s.send(200, "GET", "/Devices", nil)["Resources"].([]any)
	at := "/Devices/" + list[0].(object)["id"].(string)
	s.send(200, "PATCH", at, patch("replace", "memory", 8))
	s.send(200, "PATCH", at, patch("replace", "displayName", "Old one"))
	s.refuses(400, "mutability", "PATCH", at, patch("remove", "displayName", nil))
}

func TestAReferenceLeadsToItsResource(t *testing.T) {
	s := newSite(t)
	all := s.places()
	user := s.send(201, "POST", "/Users", object{"userName": "ann"})
	body := s.device(all, all[0], "O-1")
	body["owner"] = object{"value": user["id"]}
	owner := s.send(201, "POST", "/Devices", body)["owner"].(object)
	if owner["$ref"] != s.URL+"/Users/"+user["id"].(string) {
		t.Errorf("the owner is %v", owner)
	}
	body["serialNumber"], body["owner"] = "O-2", object{"value": "nobody"}
	s.refuses(400, "invalidValue", "POST", "/Devices", body)
}

func TestAComplexValueIsNotEmptiedToGiveItsImmutablePartAnew(t *testing.T) {
	s := newSite(t)
	body := object{"schemas": []string{core, warranty}, "serialNumber": "S1", "displayName": "D", warranty: object{"contract": "C"}}
	with := maps.Clone(body)
	with["disk"] = object{"size": 5, "model": "M"}
	path := "/Devices/" + s.send(201, "POST", "/Devices", with)["id"].(string)
	s.refuses(400, "mutability", "PATCH", path, patch("remove", "disk", nil))
	if got := s.send(200, "PUT", path, body); !reflect.DeepEqual(got["disk"], object{"size": 5.0, "model": "M", "health": 1.0}) {
		t.Errorf("after a PUT without it the disk is %v", got["disk"])
	}
}
