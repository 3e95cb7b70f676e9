package gateway

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/scimgate/scimgate/scim"
)

var (
	cursorTime  = time.Unix(1_700_000_000, 0)
	ofEverybody = cursorQuery{app: "hr", resourceType: "User", count: 10}
	somewhere   = cursor{Issued: cursorTime.Unix(), position: position{After: "WyIxNyJd"}}
)

func cursorRefusal(err error) scim.ScimType {
	if e, ok := errors.AsType[*scim.Error](err); ok && e.Status == 400 {
		return e.ScimType
	}
	return ""
}

func TestACursorIsReadByItsOwnQueryAlone(t *testing.T) {
	text := ofEverybody.encode(somewhere)
	for name, c := range map[string]struct {
		of   cursorQuery
		want scim.ScimType
	}{
		"its own":              {ofEverybody, ""},
		"another app's":        {cursorQuery{app: "crm", resourceType: "User", count: 10}, scim.InvalidCursor},
		"another type's":       {cursorQuery{app: "hr", resourceType: "Group", count: 10}, scim.InvalidCursor},
		"one over all types":   {cursorQuery{app: "hr", count: 10}, scim.InvalidCursor},
		"with a filter":        {cursorQuery{app: "hr", resourceType: "User", filter: "id pr", count: 10}, scim.InvalidCursor},
		"with an order":        {cursorQuery{app: "hr", resourceType: "User", sort: "id", count: 10}, scim.InvalidCursor},
		"in descending order":  {cursorQuery{app: "hr", resourceType: "User", desc: true, count: 10}, scim.InvalidCursor},
		"of another page size": {cursorQuery{app: "hr", resourceType: "User", count: 1}, scim.InvalidCursor},
		"of names that run on": {cursorQuery{app: `hr" "User`, count: 10}, scim.InvalidCursor},
	} {
		got, err := c.of.decode(text, cursorTime, time.Hour)
		if cursorRefusal(err) != c.want || c.want == "" && got != somewhere {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestACursorIsGoodForAsLongAsItSays(t *testing.T) {
	text := ofEverybody.encode(somewhere)
	for after, want := range map[time.Duration]scim.ScimType{
		-time.Minute: "", 0: "", time.Hour: "", time.Hour + time.Second: scim.ExpiredCursor, 1000 * time.Hour: scim.ExpiredCursor,
	} {
		if _, err := ofEverybody.decode(text, cursorTime.Add(after), time.Hour); cursorRefusal(err) != want {
			t.Errorf("after %v: %v", after, err)
		}
	}
}

func TestACursorThatWasChangedIsInvalid(t *testing.T) {
	text := ofEverybody.encode(somewhere)
	for i := range len(text) {
		for _, c := range []byte{'A', 'z', '-', '='} {
			changed := []byte(text)
			if changed[i] == c {
				continue
			}
			changed[i] = c
			if got, err := ofEverybody.decode(string(changed), cursorTime, time.Hour); cursorRefusal(err) != scim.InvalidCursor {
				t.Fatalf("%s is %v, %v", changed, got, err)
			}
		}
		if got, err := ofEverybody.decode(text[:i], cursorTime, time.Hour); cursorRefusal(err) != scim.InvalidCursor {
			t.Fatalf("%s is %v, %v", text[:i], got, err)
		}
	}
}

// Whatever a client makes up is refused; what is a position comes back as it was.
func FuzzCursor(f *testing.F) {
	f.Add(ofEverybody.encode(somewhere), "k", 0)
	f.Add("", "", 7)
	f.Add("e30", "\xff\x00", -1)
	f.Fuzz(func(t *testing.T, text, after string, offset int) {
		c, err := ofEverybody.decode(text, cursorTime, time.Hour)
		if err != nil && cursorRefusal(err) == "" {
			t.Fatalf("%q is refused with %v", text, err)
		}
		if again, _ := ofEverybody.decode(ofEverybody.encode(c), cursorTime, time.Hour); err == nil && again != c {
			t.Fatalf("%q is the cursor %v, and then %v", text, c, again)
		}
		c = cursor{Type: after, Issued: cursorTime.Unix(), position: position{Offset: max(offset, 0)}}
		if offset < 0 {
			c.After = fmt.Sprintf("%q", after)
		}
		got, err := ofEverybody.decode(ofEverybody.encode(c), cursorTime, time.Hour)
		if err != nil || got.position != c.position {
			t.Fatalf("%v came back as %v, %v", c, got, err)
		}
	})
}
