package legacy

import (
	"strings"
	"testing"
)

func TestARecordIsReadByItsKey(t *testing.T) {
	o := open(t, Style{Prefix: "/api"})
	o.wants("GET", "/api/people/1", "", 200, `{"badge":"B5","born":null,"boss":null,"changed":null,"hired":null,"login":"ada","mails":[{"id":1,"mail":"a@x"},{"id":2,"mail":"b@x"}],`+
		`"no":1,"notes":null,"pay":1000,"seen":null,"share":null,"size":null,"state":"on","team_ids":[1],"temp":null}`)
	o.wants("GET", "/api/links/1/2", "", 200, `{"by":"hand","person":2,"team":1}`)
	for _, path := range []string{"/api/people/9", "/api/people/01", "/api/people/x", "/api/people/", "/api/people/1/2", "/api/nobody", "/api/phones", "/people", "/api/links/1", "/api/lines/1"} {
		o.wants("GET", path, "", 404, "…")
	}
}

func TestAKeyMayHoldAnyCharacter(t *testing.T) {
	o := open(t, Style{})
	for path, want := range map[string]string{"/codes/a%2Fb": "a/b", "/codes/%2E%2E": "..", "/codes/a%20b%252F": "a b%2F"} {
		o.wants("GET", path, "", 200, `{"code":"`+want+`","text":null}`)
	}
	a := o.wants("POST", "/codes", `{"code":"ü/~ ?"}`, 201, "…")
	where := strings.TrimPrefix(a.header.Get("Location"), o.server.URL)
	o.wants("GET", where, "", 200, `{"code":"ü/~ ?","text":null}`)
}

func TestARecordIsMadeWithNumbersDefaultsAndStamps(t *testing.T) {
	o := open(t, Style{})
	a := o.wants("POST", "/people", `{"login":"new","pay":12.50,"share":0.5,"temp":true,"hired":"2024-02-29","seen":"2024-05-01T14:00:00.25+02:00","boss":1,"secret":"s","state":"off","odd":1}`, 201,
		`{"badge":null,"born":"2024-05-01T12:00:00Z","boss":1,"changed":"2024-05-01T12:00:00Z","hired":"2024-02-29","login":"new","mails":[],"no":6,"notes":null,"pay":12.50,`+
			`"seen":"2024-05-01T12:00:00.25Z","share":0.5,"size":null,"state":"on","team_ids":[],"temp":true}`)
	if got := strings.TrimPrefix(a.header.Get("Location"), o.server.URL); got != "/people/6" {
		t.Errorf("Location %s", got)
	}
	if row := o.Rows("people")[5]; row["secret"] != "s" {
		t.Errorf("%v", row)
	}
	o.wants("POST", "/people", `{"login":"other","no":20}`, 201, "…")
	o.wants("POST", "/people", `{"login":"next"}`, 201, "…")
	if row := o.Rows("people")[7]; row["no"] != int64(21) {
		t.Errorf("%v", row)
	}
}

func TestWhatCannotBeIsRefusedAndChangesNothing(t *testing.T) {
	o := open(t, Style{})
	for _, c := range []struct{ name, body, code, field string }{
		{"a missing field", `{}`, "required", "login"},
		{"an empty field", `{"login":null}`, "required", "login"},
		{"a text that is too long", `{"login":"ninechars"}`, "too_long", "login"},
		{"a text of another form", `{"login":"a b"}`, "malformed", "login"},
		{"a text that is not allowed", `{"login":"x","size":"XL"}`, "not_allowed", "size"},
		{"a number that is none", `{"login":"x","pay":"much"}`, "bad_value", "pay"},
		{"a day that is none", `{"login":"x","hired":"2023-02-29"}`, "bad_value", "hired"},
		{"an object for a text", `{"login":{"x":1}}`, "bad_value", "login"},
		{"a reference to nobody", `{"login":"x","boss":77}`, "unknown", "boss"},
		{"a list with a bad row", `{"login":"x","mails":[{"mail":"m"},{}]}`, "required", "mail"},
	} {
		a := o.wants("POST", "/people", c.body, 422, "…")
		if !strings.Contains(a.text, `"code":"`+c.code+`"`) || !strings.Contains(a.text, `"field":"`+c.field+`"`) {
			t.Errorf("%s: %s", c.name, a.text)
		}
	}
	o.wants("POST", "/people", `{"login"`, 400, `{"error":{"code":"malformed","message":"the body is no JSON"}}`)
	o.wants("POST", "/people", ``, 400, "…")
	o.wants("PATCH", "/people/1", `{"badge":"Z","mails":[{}]}`, 422, "…")
	if n := len(o.Rows("people")); n != 5 {
		t.Errorf("%d people", n)
	}
	if row := o.Rows("people")[0]; row["badge"] != "B5" || len(o.Rows("mails")) != 2 {
		t.Errorf("%v %v", row, o.Rows("mails"))
	}
}

func TestADuplicateHasTheStatusThatTheStyleSays(t *testing.T) {
	for want, style := range map[int]Style{409: {}, 400: {Duplicate: 400}, 422: {Duplicate: 422}, 200: {ErrorsIn200: true}} {
		o := open(t, style)
		o.wants("POST", "/people", `{"login":"BOB"}`, want, `{"error":{"code":"taken","field":"login","message":"login has already been taken"}}`)
		o.wants("PATCH", "/people/1", `{"badge":"B1"}`, want, `{"error":{"code":"taken","field":"badge","message":"badge has already been taken"}}`)
		o.wants("POST", "/people", `{"login":"new","no":1}`, want, "…")
		o.wants("PATCH", "/people/2", `{"login":"bob"}`, 200, "…")
	}
}

func TestAChangeIsOfTheFieldsGivenOrOfTheWholeRecord(t *testing.T) {
	for _, c := range []struct {
		name, method string
		update       Update
		badge        any
		mails        int
	}{
		{"patch", "PATCH", Patch, "B5", 2},
		{"post", "POST", Post, "B5", 2},
		{"put", "PUT", Put, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := open(t, Style{Update: c.update})
			o.insert("people", Row{"no": int64(9), "login": "z", "secret": "s"})
			o.wants(c.method, "/people/1", `{"login":"Ada","temp":true}`, 200, "…")
			o.wants(c.method, "/people/9", `{"login":"zz"}`, 200, "…")
			rows := o.Rows("people")
			if r := rows[0]; r["login"] != "Ada" || r["temp"] != true || r["badge"] != c.badge || r["state"] != "on" || r["changed"] != noon {
				t.Errorf("%v", r)
			}
			if n := len(o.Rows("mails")); n != c.mails {
				t.Errorf("%d mails", n)
			}
			if rows[5]["secret"] != "s" {
				t.Error("the secret did not stay")
			}
			for _, other := range []string{"PATCH", "PUT", "POST"} {
				if other != c.method {
					o.wants(other, "/people/1", `{}`, 405, "…")
				}
			}
		})
	}
}

func TestWhatIsReadOnlyIsReadAndNoMore(t *testing.T) {
	o := open(t, Style{})
	o.insert("views", Row{"id": int64(1)})
	o.wants("GET", "/views", "", 200, `[{"id":1}]`)
	o.wants("GET", "/views/1", "", 200, `{"id":1}`)
	o.wants("POST", "/views", `{"id":2}`, 405, "…")
	o.wants("PATCH", "/views/1", `{"id":2}`, 405, "…")
	o.wants("DELETE", "/views/1", "", 405, "…")
}

func TestAKeyCanBeChanged(t *testing.T) {
	o := open(t, Style{})
	o.wants("PATCH", "/people/1", `{"no":50}`, 200, "…")
	o.wants("GET", "/people/50", "", 200, "…")
	o.wants("GET", "/people/1", "", 404, "…")
}

func TestARecordGoesWithTheRowsThatGoWithIt(t *testing.T) {
	o := open(t, Style{})
	o.insert("people", Row{"login": "report", "boss": int64(1)})
	o.wants("DELETE", "/people/1", "", 204, "")
	if r := o.Rows("people")[4]; r["login"] != "report" || r["boss"] != nil {
		t.Errorf("%v", r)
	}
	o.wants("DELETE", "/people/1", "", 404, "…")
	if p, m, l := len(o.Rows("phones")), len(o.Rows("mails")), len(o.Rows("links")); p != 1 || m != 2 || l != 3 {
		t.Errorf("%d phones, %d mails, %d links", p, m, l)
	}
}

func TestWritesAreAnsweredAsTheStyleSays(t *testing.T) {
	for _, c := range []struct {
		name            string
		style           Style
		create, update  int
		body, located   bool
		delete          int
		wantDeleteInTxt string
	}{
		{"with the record", Style{}, 201, 200, true, true, 204, ""},
		{"with the place", Style{Answer: LocationOnly}, 201, 204, false, true, 204, ""},
		{"with nothing", Style{Answer: Nothing}, 204, 204, false, false, 204, ""},
		{"with an okay", Style{ErrorsIn200: true}, 201, 200, true, true, 200, `{"ok":true}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := open(t, c.style)
			a := o.wants("POST", "/people", `{"login":"new"}`, c.create, "…")
			if (a.text != "") != c.body || (a.header.Get("Location") != "") != c.located {
				t.Errorf("%+v", a)
			}
			if a := o.wants("PATCH", "/people/6", `{"temp":true}`, c.update, "…"); (a.text != "") != c.body {
				t.Errorf("%+v", a)
			}
			o.wants("DELETE", "/people/6", "", c.delete, c.wantDeleteInTxt)
		})
	}
}

func TestAnActionChangesWhatNoOtherCallCan(t *testing.T) {
	o := open(t, Style{})
	o.wants("PATCH", "/people/1", `{"state":"off"}`, 200, "…")
	if o.Rows("people")[0]["state"] != "on" {
		t.Error("it was changed")
	}
	o.wants("GET", "/people/1/lock", "", 405, "…")
	o.wants("POST", "/people/9/lock", "", 404, "…")
	o.wants("POST", "/people/1/lock", "", 200, "…")
	o.wants("POST", "/people/1/lock", "", 200, "…")
	if r := o.Rows("people")[0]; r["state"] != "off" || r["changed"] != noon {
		t.Errorf("%v", r)
	}
}

func TestWithEntityTagsAChangeOfSomethingElseIsRefused(t *testing.T) {
	o := open(t, Style{ETags: true})
	tag := o.call("GET", "/people/1", "").header.Get("ETag")
	o.header.Set("If-Match", tag)
	after := o.wants("PATCH", "/people/1", `{"temp":true}`, 200, "…").header.Get("ETag")
	if after == tag {
		t.Error("the tag stayed")
	}
	o.wants("PATCH", "/people/1", `{"temp":false}`, 412, "…")
	o.wants("DELETE", "/people/1", ``, 412, "…")
	roster := o.call("GET", "/teams/1/roster", "").header.Get("ETag")
	o.wants("PUT", "/teams/1/roster", `[2]`, 412, "…")
	o.header.Set("If-Match", roster)
	o.wants("PUT", "/teams/1/roster", `[2]`, 204, "")
	o.wants("PUT", "/teams/1/roster", `[3]`, 412, "…")
}

func TestACreateThatComesTwiceIsMadeOnce(t *testing.T) {
	for idempotent, want := range map[bool]int{true: 1, false: 2} {
		o := open(t, Style{Idempotency: idempotent})
		o.header.Set("Idempotency-Key", "k")
		first := o.wants("POST", "/lines", `{"text":"once"}`, 201, "…")
		second := o.wants("POST", "/lines", `{"text":"once"}`, 201, "…")
		if n := len(o.Rows("lines")); n != want || first.text != second.text {
			t.Errorf("%v: %d lines", idempotent, n)
		}
	}
}
