package mappings

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// dateFormat is how an application keeps an instant that is no date to its database: as a number counted since 1970, or
// as text. All is in UTC.
type dateFormat struct {
	unit   time.Duration // of a number; 0: text
	layout string        // of text, as package time writes it
	step   time.Duration // the smallest difference that it can tell
	sorted bool          // texts come in the order of their instants
}

// dateParts are the parts of a layout from the greatest to the smallest.
var dateParts = []struct {
	token, layout string
	step          time.Duration
}{
	{"YYYY", "2006", 0}, {"MM", "01", 0}, {"DD", "02", 24 * time.Hour}, {"hh", "15", time.Hour}, {"mm", "04", time.Minute}, {"ss", "05", time.Second},
}

var (
	datePart = regexp.MustCompile(`YYYY|MM|DD|hh|mm|ss`)
	// dateRest is what may stand between the parts: no letter or digit that package time could take for one.
	dateRest = regexp.MustCompile(`^[-/.: ,_TZ]*$`)
)

// readFormat reads `format: epoch`, `epoch_ms`, or a layout such as YYYY-MM-DD hh:mm:ss; nil after a finding.
func readFormat(at schema.Path, n yamlx.Node, found *diag.List) *dateFormat {
	switch n.Text() {
	case "epoch":
		return &dateFormat{unit: time.Second, step: time.Second, sorted: true}
	case "epoch_ms":
		return &dateFormat{unit: time.Millisecond, step: time.Millisecond, sorted: true}
	}
	f, err := layoutOf(n.Text())
	if at.Leaf().Type != schema.DateTime {
		err = fmt.Errorf("%s is no date", at)
	}
	if err != nil || !n.IsScalar() {
		found.Add(n.Finding("mapping/format", "a format is epoch, epoch_ms, or made of YYYY MM DD hh mm ss", "%v", err))
		return nil
	}
	return f
}

func layoutOf(text string) (*dateFormat, error) {
	if !dateRest.MatchString(datePart.ReplaceAllString(text, "")) {
		return nil, fmt.Errorf("%q is no way to write a date", text)
	}
	parts := datePart.FindAllString(text, -1)
	f := &dateFormat{sorted: true}
	last := -1
	for _, p := range dateParts {
		n := strings.Count(strings.Join(parts, " "), p.token)
		switch {
		case n > 1:
			return nil, fmt.Errorf("%s stands there more than once", p.token)
		case n == 0 && p.step == 0, n == 0 && p.token == "DD":
			return nil, errors.New("a date has a year, a month and a day")
		case n == 1 && p.step > 0 && f.step > 0 && f.step/p.step != 24 && f.step/p.step != 60:
			return nil, fmt.Errorf("%s stands there without what comes before it", p.token)
		case n == 0:
			continue
		}
		if p.step > 0 {
			f.step = p.step
		}
		at := strings.Index(text, p.token)
		f.sorted = f.sorted && at > last
		last = at
	}
	f.layout = datePart.ReplaceAllStringFunc(text, func(token string) string {
		for _, p := range dateParts {
			if p.token == token {
				return p.layout
			}
		}
		return token
	})
	return f, nil
}

// read is the instant that a native value means; ok is false when it means none.
func (f *dateFormat) read(v connectors.Value) (t time.Time, ok bool) {
	if f.unit > 0 {
		n, err := connectors.Convert(v, connectors.TypeInteger)
		i, isNumber := n.(int64)
		if err != nil || !isNumber || i < f.number(firstDate) || i > f.number(lastDate) {
			return t, false
		}
		if f.unit == time.Second {
			return time.Unix(i, 0).UTC(), true
		}
		return time.UnixMilli(i).UTC(), true
	}
	s, isText := nativeText(v)
	t, err := time.Parse(f.layout, s)
	return t, isText && err == nil && t.Year() > 0 && t.Format(f.layout) == s
}

// The first and the last instant that a dateTime can name.
var (
	firstDate = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	lastDate  = time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)
)

// number counts the units since 1970, rounded down.
func (f *dateFormat) number(t time.Time) int64 {
	if f.unit == time.Second {
		return t.Unix()
	}
	return t.UnixMilli()
}

// write is the native value of an instant, which loses what the format cannot tell.
func (f *dateFormat) write(t time.Time) connectors.Value {
	if f.unit > 0 {
		return f.number(t)
	}
	return t.UTC().Truncate(f.step).Format(f.layout)
}

// fits reports whether a field of type t keeps apart what the format does.
func (f *dateFormat) fits(t connectors.Type) bool {
	switch t {
	case connectors.TypeInteger:
		return true
	case connectors.TypeFloat, connectors.TypeDecimal:
		return f.unit > 0
	default:
		return t == connectors.TypeText && f.unit == 0
	}
}

// field is the type that the field has unless the application says.
func (f *dateFormat) field() connectors.Type {
	if f.unit > 0 {
		return connectors.TypeInteger
	}
	return connectors.TypeText
}
