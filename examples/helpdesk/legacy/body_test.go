package legacy

import "testing"

func TestRecordsAreWrappedWhereTheStyleSays(t *testing.T) {
	o := open(t, Style{Wrap: true, Under: "codes"})
	o.wants("POST", "/codes", `{"code":{"code":"x"}}`, 201, `{"code":{"code":"x","text":null}}`)
	o.wants("PATCH", "/codes/x", `{"code":{"text":"t"}}`, 200, `{"code":{"code":"x","text":"t"}}`)
	o.wants("POST", "/codes", `{"code":"y"}`, 400, "…")
	o.wants("POST", "/codes", `{}`, 400, "…")
}

func TestFormsAreAnsweredInJSON(t *testing.T) {
	o := open(t, Style{Body: Form, Wrap: true})
	o.wants("POST", "/people", `person[login]=f&person[pay]=1.50&person[badge]=&person[team_ids][]=1&person[team_ids][]=2`, 201,
		`{"person":{"badge":null,"born":"2024-05-01T12:00:00Z","boss":null,"changed":"2024-05-01T12:00:00Z","hired":null,"login":"f","mails":[],"no":6,"notes":null,"pay":1.50,`+
			`"seen":null,"share":null,"size":null,"state":"on","team_ids":[1,2],"temp":null}}`)
	o.wants("PATCH", "/people/6", `person[team_ids][]=`, 200, "…")
	o.wants("POST", "/teams/2/members", `members[]=6&members[]=1`, 204, "")
	o.wants("GET", "/people/6/teams", "", 200, `[{"by":null,"name":"blue","team":2}]`)
	o.wants("POST", "/people", `%zz`, 400, "…")
	flat := open(t, Style{Body: Form})
	flat.wants("POST", "/codes", `code=a+b&text=1%262`, 201, `{"code":"a b","text":"1\u00262"}`)
}

func TestXMLHasEmptyElementsForTextsAndNoneForNull(t *testing.T) {
	const head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	o := open(t, Style{Body: XML, Paging: Offsets, Total: TotalInBody})
	o.wants("POST", "/codes", `<code><code>a &amp; b</code><text></text></code>`, 201, head+`<code><code>a &amp; b</code><text></text></code>`)
	o.wants("PATCH", "/people/1", `<person><pay></pay></person>`, 200, "…")
	o.wants("PATCH", "/people/1", `<person><pay>1000</pay></person>`, 200, "…")
	o.wants("PATCH", "/codes/a%20&%20b", `<code><text nil="true"/></code>`, 200, head+`<code><code>a &amp; b</code></code>`)
	o.wants("GET", "/codes?limit=2", "", 200, head+`<codes><code><code>..</code></code><code><code>a &amp; b</code></code><meta><size>2</size><total>4</total></meta></codes>`)
	o.wants("GET", "/codes?offset=9", "", 200, head+`<codes><meta><size>25</size><total>4</total></meta></codes>`)
	o.wants("PATCH", "/people/1", `<person><temp>true</temp><mails><mail><mail>x@y</mail></mail></mails></person>`, 200, head+
		`<person><badge>B5</badge><changed>2024-05-01T12:00:00Z</changed><login>ada</login><mails><mail><id>3</id><mail>x@y</mail></mail></mails>`+
		`<no>1</no><pay>1000</pay><state>on</state><team_ids><team_id>1</team_id></team_ids><temp>true</temp></person>`)
	o.wants("PATCH", "/people/1", `<person><mails/><team_ids><team_id>1</team_id><team_id>2</team_id></team_ids></person>`, 200, "…")
	o.wants("PUT", "/teams/1/roster", `<roster><entry>2</entry><entry>3</entry></roster>`, 204, "")
	o.wants("GET", "/teams/1/roster", "", 200, head+`<roster><entry>2</entry><entry>3</entry></roster>`)
	o.wants("PUT", "/teams/1/roster", `<roster/>`, 204, "")
	o.wants("POST", "/teams/1/members", `<member><person>4</person></member>`, 204, "")
	o.wants("POST", "/people", `<person/>`, 422, head+`<error><code>required</code><field>login</field><message>login must not be empty</message></error>`)
	o.wants("POST", "/people", `<person>`, 400, "…")
	o.wants("POST", "/people", `<other/>`, 400, "…")
}

func TestAnEmptyTextIsNothingWhereTheStyleSays(t *testing.T) {
	for style, want := range map[bool]any{true: nil, false: ""} {
		o := open(t, Style{EmptyIsNull: style})
		o.wants("POST", "/codes", `{"code":"x","text":""}`, 201, "…")
		if got := o.Rows("codes")[3]["text"]; got != want {
			t.Errorf("%v: %v", style, got)
		}
	}
}
